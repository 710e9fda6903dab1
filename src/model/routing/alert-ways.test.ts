import { describe, expect, it } from 'vitest'
import { testRoute } from '../../../test/support/model.ts'
import type { LabelFact, LabelSet } from '../../promql/infer/label-set.ts'
import { formatMatcher, parseMatcher } from '../matcher.ts'
import type { Route } from '../model.ts'
import { waysOf } from './alert-ways.ts'

const route = (receiver: string, matchers: readonly string[], more: Partial<Route> = {}) =>
  testRoute({ receiver, matchers: matchers.map(parseMatcher), ...more })
const tree = (...routes: Route[]) => testRoute({ receiver: 'root', routes })
const set = (labels: Record<string, LabelFact>): LabelSet => ({
  labels: new Map(Object.entries(labels)),
  others: false,
})

function waysIn(root: Route, labels: LabelSet): readonly string[] {
  return waysOf(root, labels)
    .map(({ routes, when }) => {
      const conditions = when.map((matchers) => matchers.map(formatMatcher).join(' & ') || 'always')
      return `${routes.map(({ receiver }) => receiver).join('+')}: ${conditions.join(' or ')}`
    })
    .sort()
}

describe('the ways of an alert', () => {
  it('are one where its labels are known', () => {
    const root = tree(route('critical', ['severity="critical"']), route('rest', []))
    expect(waysIn(root, set({ severity: { certain: true, values: ['critical'] } }))).toEqual(['critical: always'])
  })

  it('are one for each outcome where a label is one of a few values', () => {
    const root = tree(route('red', ['shard=~"1|2"']), route('blue', ['shard="3"']))
    expect(waysIn(root, set({ shard: { certain: true, values: ['1', '2', '3'] } }))).toEqual([
      'blue: shard!~"1|2"',
      'red: shard=~"1|2"',
    ])
  })

  it('are one for each outcome where nothing is known of a label', () => {
    const root = tree(route('a', ['name=~"a.*"']), route('b', ['name="b"']))
    expect(waysIn(root, set({ name: { certain: true, values: null } }))).toEqual([
      'a: name=~"a.*"',
      'b: name!~"a.*" & name="b"',
      'root: name!~"a.*" & name!="b"',
    ])
  })

  it('leave out what earlier answers exclude', () => {
    const root = tree(route('a', ['name=~"x|y"']), route('b', ['name="x"']))
    expect(waysIn(root, set({ name: { certain: true, values: null } }))).toEqual([
      'a: name=~"x|y"',
      'root: name!~"x|y" & name!="x"',
    ])
  })

  it('reckon with a label that may be missing', () => {
    const root = tree(route('named', ['name!=""']))
    expect(waysIn(root, set({ name: { certain: false, values: ['x'] } }))).toEqual(['named: name!=""', 'root: name=""'])
  })

  it('go on where a route continues', () => {
    const root = tree(route('all', [], { continue: true }), route('some', ['name="x"']))
    expect(waysIn(root, set({ name: { certain: true, values: null } }))).toEqual([
      'all+some: name="x"',
      'all: name!="x"',
    ])
  })
})
