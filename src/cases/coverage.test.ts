import { describe, expect, it } from 'vitest'
import { somewhere, testAlert, testModel } from '../../test/support/model.ts'
import type { Model, Recording } from '../model/model.ts'
import { example, fires, given, gives, quiet } from '../spec/cases.ts'
import { promql } from '../spec/promql.ts'
import { changes } from '../spec/series-values.ts'
import { coverageOf } from './coverage.ts'
import { resolveCases } from './resolve-cases.ts'

const told = { summary: 'Load of a is high', description: 'The load is 9.' }
const recording = (name: string, text: string): Recording => ({
  ...{ kind: 'record', name, system: 'node', expr: { ...promql`x`, text }, labels: {}, allow: {} },
  place: somewhere,
})
const modelOf = (expr: string, recordings: readonly Recording[] = []): Model =>
  testModel({
    ruleFiles: [
      {
        system: 'node',
        groups: [
          {
            ...{ name: 'node', interval: '15s' },
            rules: [...recordings, testAlert({ for: '0s', expr: { ...promql`x`, text: expr } })],
          },
        ],
      },
    ],
  })
const load = (values: Parameters<typeof changes>[0] | number) =>
  given('node_load1', { instance: 'a' }, typeof values === 'number' ? values : changes(values))
const whole = [
  example('LoadHigh', 'fires and resolves', {
    given: [load({ '0s': 1, '1m': 9, '2m': 1 })],
    expect: [fires('1m30s', told), quiet('2m30s')],
  }),
  example('LoadHigh', 'is quiet', { given: [load(1)], expect: [quiet('2m')] }),
]
const messages = (model: Model, specs: Parameters<typeof resolveCases>[1]): readonly string[] => {
  const resolved = resolveCases(model, specs)
  expect(resolved.problems).toEqual([])
  return coverageOf(model, resolved).problems.map(({ message }) => message)
}

describe('what cases show', () => {
  it('is all of an alert that fires, resolves, and stays quiet while its series are there', () => {
    expect(messages(modelOf('node_load1 > 4'), whole)).toEqual([])
  })

  it('lacks what no case shows, in one problem for each alert', () => {
    const model = modelOf('node_load1 > 4')
    expect(messages(model, [])).toEqual([
      'no case in which LoadHigh fires, none in which it stays quiet while its series are there, none in which it resolves',
    ])
    expect(messages(model, whole.slice(0, 1))).toEqual([
      'no case in which LoadHigh stays quiet while its series are there',
    ])
    const early = example('LoadHigh', 'quiet before it fires', {
      given: [load({ '0s': 1, '1m': 9 })],
      expect: [quiet('45s'), fires('1m30s', told)],
    })
    expect(messages(model, [early])).toContain(
      'no case in which LoadHigh stays quiet while its series are there, none in which it resolves',
    )
  })

  it('is nothing that an alert without series has to resolve', () => {
    const always = example('LoadHigh', 'always fires', { given: [], expect: [fires('15s', told)] })
    expect(messages(modelOf('vector(1)'), [always])).toEqual([])
  })

  it('takes in recording rules: one takes part in an alert, or has a case of its own', () => {
    const recordings = [recording('load:max', 'max(node_load1)'), recording('load:min', 'min(node_load1)')]
    const model = modelOf('load:max > 4', recordings)
    expect(messages(model, whole)).toEqual([
      'no case in which load:min makes an alert fire, or that shows what it gives',
    ])
    const own = example('load:min', 'is the least', { given: [load(3)], expect: [gives('1m', { value: 3 })] })
    expect(messages(model, [...whole, own])).toEqual([])
  })

  it('takes in each side of a set operator', () => {
    const model = modelOf('node_load1 > 4 or node_load1 < 0')
    expect(messages(model, whole)).toEqual([
      'LoadHigh: no case in which the right side of or gives the result: node_load1 > 4 or node_load1 < 0',
    ])
    const below = example('LoadHigh', 'below', { given: [load(-1)], expect: [fires('1m', told)] })
    expect(messages(model, [...whole, below])).toEqual([])
  })

  it('is counted', () => {
    const model = modelOf('node_load1 > 4')
    expect(coverageOf(model, resolveCases(model, whole))).toMatchObject({
      ...{ alerts: 1, fires: 1, quiet: 1, resolves: 1, recordings: 0, recordingsUsed: 0, branches: 0 },
    })
  })
})
