import { expect, it } from 'vitest'
import { testAlert } from '../../test/support/model.ts'
import { promql } from '../spec/promql.ts'
import type { AlertCase, Sample } from './alert-case.ts'
import { firingTimes } from './firing-times.ts'

const seconds = (time: number): number => time * 1000
const caseOf = (samples: readonly Sample[], until: number, overrides: Partial<AlertCase> = {}): AlertCase => ({
  id: 'LoadHigh/1',
  alert: testAlert({ for: '20s', expr: promql`node_load1 > 4` }),
  recordings: [],
  name: 'x',
  slot: seconds(5),
  evaluationInterval: seconds(10),
  series: [{ name: 'node_load1', labels: { instance: 'a' }, interval: seconds(10), samples }],
  expectations: [{ at: seconds(until), alerts: [], place: testAlert().place }],
  place: testAlert().place,
  ...overrides,
})

it('an alert fires when its condition has held for long enough, and until it does not', () => {
  // Scraped just after 10 s, so seen at 20 s first.
  expect(firingTimes(caseOf([1, 9, 9, 9, 9, 1, 1], 70))).toEqual([{ from: seconds(40), until: seconds(50) }])
})

it('an alert fires more than once, and as long as the case lasts', () => {
  const samples = [9, 9, 9, 1, 9, 9, 9, 9]
  expect(firingTimes(caseOf(samples, 80))).toEqual([
    { from: seconds(30), until: seconds(30) },
    { from: seconds(70), until: seconds(80) },
  ])
})

it('series that follow each other are not one that has held for long', () => {
  const series = ['a', 'b'].map((instance, index) => ({
    ...{ name: 'node_load1', labels: { instance }, interval: seconds(10) },
    samples: index === 0 ? [9, 9, 'stale' as const] : [null, null, 9, 9, 'stale' as const],
  }))
  expect(firingTimes(caseOf([], 60, { series }))).toEqual([])
})

it('nothing is said where our own evaluation does not go', () => {
  const alert = testAlert({ expr: promql`predict_linear(node_load1[5m], 60) > 4` })
  expect(firingTimes(caseOf([1], 60, { alert }))).toBeNull()
  expect(firingTimes(caseOf([1], 60, { alert: testAlert({ keepFiringFor: '5m' }) }))).toBeNull()
  expect(firingTimes(caseOf([1], 1_000_000))).toBeNull()
})
