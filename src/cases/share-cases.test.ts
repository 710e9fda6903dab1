import { expect, test } from 'vitest'
import type { AlertCase } from './alert-case.ts'
import { shareCases } from './share-cases.ts'

const minute = 60_000
const caseOf = (alert: string, minutes: number) =>
  ({
    alert: { name: alert },
    evaluationInterval: 10_000,
    recordings: [],
    expectations: [{ at: minutes * minute }],
  }) as unknown as AlertCase
const names = (share: readonly AlertCase[]) => share.map(({ alert }) => alert.name)

test('the longest are shared out first, so that all parts take as long', () => {
  const cases = [caseOf('A', 10), caseOf('B', 10), caseOf('C', 600), caseOf('D', 300), caseOf('E', 290)]
  expect(shareCases(cases, 2).map(names)).toEqual([
    ['C', 'A'],
    ['D', 'E', 'B'],
  ])
})

test('the cases of one alert stay together', () => {
  const cases = [caseOf('A', 10), caseOf('B', 10), caseOf('A', 10)]
  expect(shareCases(cases, 3).map(names)).toEqual([['A', 'A'], ['B']])
})

test('without a case there is nothing to do', () => {
  expect(shareCases([], 4)).toEqual([])
})
