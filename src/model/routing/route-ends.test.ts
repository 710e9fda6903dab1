import { expect, it } from 'vitest'
import { testRoute } from '../../../test/support/model.ts'
import { factOf, type LabelSet } from '../../promql/infer/label-set.ts'
import { RouteEnds } from './route-ends.ts'

const critical = testRoute({ receiver: 'page', matchers: [{ label: 'severity', operator: '=', value: 'critical' }] })
const teams = testRoute({ receiver: 'team', matchers: [{ label: 'team', operator: '=~', value: 'a|b' }] })
const root = testRoute({ receiver: 'rest', routes: [{ ...critical, continue: true }, teams] })

const labels = (all: Readonly<Record<string, readonly string[]>>): LabelSet => ({
  labels: new Map(Object.entries(all).map(([name, texts]) => [name, factOf(texts)])),
  others: false,
})
const receivers = (ends: RouteEnds, set: LabelSet) => ends.of(set).map(({ receiver }) => receiver)

it('lists all routes at which an alert can end', () => {
  const ends = new RouteEnds(root)
  expect(receivers(ends, labels({ severity: ['critical'], team: ['c'] }))).toEqual(['page'])
  expect(receivers(ends, labels({ severity: ['info'], team: ['a'] }))).toEqual(['team'])
  expect(receivers(ends, labels({ severity: ['critical', 'info'], team: ['b'] })).sort()).toEqual(['page', 'team'])
  expect(receivers(ends, labels({ severity: ['info'] }))).toEqual(['rest'])
})

it('tells alerts apart by what the tree asks for, and by nothing else', () => {
  const ends = new RouteEnds(root)
  const one = ends.of(labels({ severity: ['critical'], alertname: ['One'] }))
  expect(ends.of(labels({ severity: ['critical'], alertname: ['Other'] }))).toBe(one)
  expect(ends.of(labels({ severity: ['info'], alertname: ['One'] }))).not.toEqual(one)
})
