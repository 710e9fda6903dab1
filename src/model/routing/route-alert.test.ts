import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Labels } from '../../spec/labels.ts'
import { parseMatcher } from '../matcher.ts'
import type { Route } from '../model.ts'
import { routeAlert } from './route-alert.ts'

interface Shape {
  readonly matchers?: readonly string[]
  readonly continue?: boolean
  readonly routes?: readonly Route[]
}

function node(receiver: string, shape: Shape = {}): Route {
  return {
    receiver,
    matchers: (shape.matchers ?? []).map(parseMatcher),
    groupBy: [],
    groupWait: '30s',
    groupInterval: '5m',
    repeatInterval: '4h',
    continue: shape.continue ?? false,
    muteTimings: [],
    activeTimings: [],
    allow: {},
    routes: shape.routes ?? [],
    place: { file: 'stack.ts', line: 1, column: 1 },
  }
}

describe('routing an alert', () => {
  it('falls back to the root', () => {
    const root = node('default', { routes: [node('pager', { matchers: ['severity="critical"'] })] })
    expect(routeAlert(root, { severity: 'warning' })).toEqual(['default'])
  })

  it('takes the deepest match', () => {
    const inner = node('redis-pager', { matchers: ['system="redis"'] })
    const root = node('default', { routes: [node('pager', { matchers: ['severity="critical"'], routes: [inner] })] })
    expect(routeAlert(root, { severity: 'critical', system: 'redis' })).toEqual(['redis-pager'])
    expect(routeAlert(root, { severity: 'critical', system: 'node' })).toEqual(['pager'])
  })

  it('stops at the first matching sibling', () => {
    const root = node('default', { routes: [node('one', { matchers: ['a=~".+"'] }), node('two')] })
    expect(routeAlert(root, { a: 'x' })).toEqual(['one'])
  })

  it('goes on after a sibling that continues', () => {
    const root = node('default', { routes: [node('one', { continue: true }), node('two'), node('three')] })
    expect(routeAlert(root, {})).toEqual(['one', 'two'])
  })

  it('names a receiver once', () => {
    const root = node('default', { routes: [node('one', { continue: true }), node('one')] })
    expect(routeAlert(root, {})).toEqual(['one'])
  })

  it.each<[sentence: string, matcher: string, labels: Labels, hit: boolean]>([
    ['anchors a pattern at both ends', 'a=~"red"', { a: 'redis' }, false],
    ['anchors every alternative', 'a=~"x|red"', { a: 'redis' }, false],
    ['matches a missing label as the empty string', 'a=""', {}, true],
    ['matches a missing label against a pattern', 'a=~".*"', {}, true],
    ['lets a missing label differ from a value', 'a!="x"', {}, true],
    ['negates a pattern', 'a!~"x.*"', { a: 'xy' }, false],
    ['reads flags in the notation of Go', 'a=~"(?i)redis"', { a: 'REDIS' }, true],
    ['reads flags anywhere', 'a=~"x|(?i:redis)"', { a: 'REDIS' }, true],
    ['takes what is no pattern for no match', 'a=~"(?=x)x"', { a: 'x' }, false],
  ])('%s', (_, matcher, labels, hit) => {
    const root = node('default', { routes: [node('hit', { matchers: [matcher] })] })
    expect(routeAlert(root, labels)).toEqual([hit ? 'hit' : 'default'])
  })
})

describe('any routing tree', () => {
  const matcher = fc.constantFrom('a="x"', 'a!="x"', 'b=~"x|y"', 'b!~"y"', 'a=""')
  const { tree } = fc.letrec<{ tree: Route }>((tie) => ({
    tree: fc
      .record({
        receiver: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5'),
        matchers: fc.array(matcher, { maxLength: 2 }),
        continue: fc.boolean(),
        routes: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 3 })),
      })
      .map(({ receiver, ...shape }) => node(receiver, shape)),
  }))
  const labels = fc.record({ a: fc.constantFrom('', 'x', 'y'), b: fc.constantFrom('', 'x', 'y') })
  const root = fc.array(tree, { maxLength: 4 }).map((routes) => node('root', { routes }))

  it('delivers every alert to somebody, and to known receivers only', () => {
    fc.assert(
      fc.property(root, labels, (route, set) => {
        const reached = routeAlert(route, set)
        expect(reached.length).toBeGreaterThan(0)
        expect(reached.every((name) => /^(root|r\d)$/.test(name))).toBe(true)
      }),
      { seed: 42 },
    )
  })

  it('reaches no fewer receivers when a first sibling that continues is added', () => {
    fc.assert(
      fc.property(root, labels, (route, set) => {
        const before = routeAlert(route, set).filter((name) => name !== 'root')
        const after = routeAlert({ ...route, routes: [node('new', { continue: true }), ...route.routes] }, set)
        expect(after).toEqual(['new', ...before])
      }),
      { seed: 42 },
    )
  })

  it('treats an empty label as a missing one', () => {
    fc.assert(
      fc.property(root, labels, (route, set) => {
        const present = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== ''))
        expect(routeAlert(route, present)).toEqual(routeAlert(route, set))
      }),
      { seed: 42 },
    )
  })
})
