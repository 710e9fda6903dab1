import { expect, test } from 'vitest'
import { testRoute } from '../../../test/support/model.ts'
import type { LabelFact, LabelSet } from '../../promql/infer/label-set.ts'
import { parseMatcher } from '../matcher.ts'
import type { Route } from '../model.ts'
import { mergedWays } from './merge-ways.ts'

const route = (receiver: string, matchers: readonly string[]): Route =>
  testRoute({ receiver, matchers: matchers.map(parseMatcher) })
const root = testRoute({ receiver: 'root', routes: [route('a', ['name="x"']), route('b', ['name="y"'])] })
const named = (fact: LabelFact): LabelSet => ({ labels: new Map([['name', fact]]), others: false })
const waysOf = (...kinds: readonly LabelSet[]) =>
  mergedWays(root, kinds).map(({ routes, when }) => [routes.map(({ receiver }) => receiver).join(), when])

test('what a label decides is a condition', () => {
  expect(waysOf(named({ certain: true, values: ['x', 'y'] }))).toEqual([
    ['a', [['name="x"']]],
    ['b', [['name!="x"']]],
  ])
})

test('kinds that end at the same routes share a way; what one takes in any case has no condition', () => {
  expect(waysOf(named({ certain: true, values: ['x', 'z'] }), named({ certain: true, values: ['x'] }))).toEqual([
    ['a', []],
    ['root', [['name!="x"']]],
  ])
})

test('an alert that never fires takes no way', () => expect(waysOf()).toEqual([]))
