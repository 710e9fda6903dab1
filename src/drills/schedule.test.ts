import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { breakConfiguration, type DrillSpec, drill, type Fault, playScenario, stopEngine } from '../spec/drills.ts'
import { doMeet, runSchedule } from './schedule.ts'

const make = (name: string, fault: Fault, harms: readonly string[] = []): DrillSpec =>
  drill(name, { title: name, fault, expects: { alert: `${name}Down` }, harms })

describe('drills meet', () => {
  test.each([
    ['the same engine', make('a', stopEngine('redis')), make('b', stopEngine('redis')), true],
    ['another engine', make('a', stopEngine('redis')), make('b', stopEngine('postgres')), false],
    [
      'what the other harms',
      make('a', stopEngine('redis'), ['coordination']),
      make('b', playScenario('coordination', 'x')),
      true,
    ],
    ['harm of the same', make('a', stopEngine('redis'), ['x']), make('b', stopEngine('postgres'), ['x']), true],
  ])('over %s', (_, one, other, expected) => {
    expect(doMeet(one, other)).toBe(expected)
    expect(doMeet(other, one)).toBe(expected)
  })

  test('over the same alert', () => {
    const one = make('a', stopEngine('redis'))
    expect(doMeet(one, { ...make('b', stopEngine('postgres')), expects: one.expects })).toBe(true)
  })
})

describe('the schedule', () => {
  test('runs what does not meet at the same time, and what meets one after the other', async () => {
    const log = await timeline([
      make('a', stopEngine('redis')),
      make('b', stopEngine('postgres')),
      make('c', stopEngine('redis')),
    ])
    expect(log.indexOf('b begins')).toBeLessThan(log.indexOf('a ends'))
    expect(log.indexOf('c begins')).toBeGreaterThan(log.indexOf('a ends'))
  })

  test('begins with what nobody can be told of, and waits until it was told', async () => {
    const log = await timeline([make('a', stopEngine('redis')), make('gone', stopEngine('alertmanager'))])
    expect(log.slice(0, 3)).toEqual(['gone begins', 'gone told', 'a begins'])
    expect(log.indexOf('a begins')).toBeLessThan(log.indexOf('gone ends'))
  })

  test('ends with what holds up the notifications of others', async () => {
    const log = await timeline([make('broken', breakConfiguration('prometheus')), make('a', stopEngine('redis'))])
    expect(log).toEqual(['a begins', 'a told', 'a ends', 'broken begins', 'broken told', 'broken ends'])
  })

  test('gives the results in the order of the drills, and runs all of them although one fails', async () => {
    const drills = [make('a', stopEngine('redis')), make('b', stopEngine('redis'))]
    const names = await runSchedule(drills, async ({ name }) => name)
    expect(names).toEqual(['a', 'b'])

    const begun: string[] = []
    const run = async ({ name }: DrillSpec) => {
      begun.push(name)
      throw new Error(`${name} fails`)
    }
    await expect(runSchedule(drills, run)).rejects.toThrow('a fails')
    expect(begun).toEqual(['a', 'b'])
  })

  async function timeline(drills: readonly DrillSpec[]): Promise<readonly string[]> {
    const log: string[] = []
    await runSchedule(drills, async ({ name }, told) => {
      log.push(`${name} begins`)
      await sleep(5)
      log.push(`${name} told`)
      told()
      await sleep(20)
      log.push(`${name} ends`)
    })
    return log
  }
})
