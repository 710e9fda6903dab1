import type { LabelSet } from '../../promql/infer/label-set.ts'
import { formatMatcher } from '../matcher.ts'
import type { Matcher, Route } from '../model.ts'
import { matching, negated } from './narrow-labels.ts'
import { takenRoutes } from './route-alert.ts'

/** Where alerts end, and of what labels that takes. */
export interface Way {
  readonly routes: readonly Route[]
  /** Any of these alternatives: matchers that all hold. One without matchers is no condition. */
  readonly when: readonly (readonly Matcher[])[]
  /** What is known of the labels of alerts that go this way, one for each alternative. */
  readonly labels: readonly LabelSet[]
}

/**
 * All ways that alerts with certain labels can go. Where a label decides of which only some is known, each outcome is a
 * way of its own.
 */
export function waysOf(root: Route, labels: LabelSet): readonly Way[] {
  const ways = new Map<string, { routes: readonly Route[]; when: (readonly Matcher[])[]; labels: LabelSet[] }>()
  const numbers = new Map<Route, number>()
  const open: Branch[] = [{ labels, given: [] }]
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    const { routes, undecided } = follow(root, branch)
    if (undecided !== null && ways.size + open.length < mostBranches) {
      open.push(...split(labels, branch, undecided))
      continue
    }
    const key = routes.map((route) => numberOf(route, numbers)).join()
    const way = ways.get(key) ?? { routes, when: [], labels: [] }
    way.when.push(branch.given)
    way.labels.push(branch.labels)
    ways.set(key, way)
  }
  return [...ways.values()]
}

/** A part of the alerts: those of which the given matchers hold. */
interface Branch {
  readonly labels: LabelSet
  readonly given: readonly Matcher[]
}

/** Where a branch ends; the first matcher that holds for some of its alerts only, when there is one. */
function follow(root: Route, { labels, given }: Branch): { routes: readonly Route[]; undecided: Matcher | null } {
  let undecided: Matcher | null = null
  const holds = (matcher: Matcher): boolean => {
    if (given.some((one) => sameMatcher(one, matcher))) return true
    const opposite = negated(matcher)
    if (given.some((one) => sameMatcher(one, opposite)) || matching(labels, [matcher]) === null) return false
    if (matching(labels, [opposite]) !== null) undecided ??= matcher
    return true
  }
  const routes = takenRoutes(root, (matchers) => matchers.every(holds))
  return { routes, undecided }
}

/** Those alerts that meet a matcher, and those that do not; a part that is empty is left out. */
function split(all: LabelSet, { given }: Branch, matcher: Matcher): readonly Branch[] {
  return [negated(matcher), matcher].flatMap((one) => {
    const matchers = [...given, one]
    // A matcher that comes later may settle a label that an earlier one had to leave open.
    const labels = matching(all, [...matchers, ...matchers])
    return labels === null ? [] : [{ labels, given: matchers }]
  })
}

function sameMatcher(one: Matcher, other: Matcher): boolean {
  return formatMatcher(one) === formatMatcher(other)
}

function numberOf(route: Route, numbers: Map<Route, number>): number {
  const number = numbers.get(route) ?? numbers.size
  numbers.set(route, number)
  return number
}

/** So many ways are more than anybody reads; what is open then counts as met. */
const mostBranches = 512
