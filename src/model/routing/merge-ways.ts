import type { LabelSet } from '../../promql/infer/label-set.ts'
import { formatMatcher } from '../matcher.ts'
import type { Route } from '../model.ts'
import { waysOf } from './alert-ways.ts'

/** Routes at which the alerts of a rule can end together. */
export interface RuleWay {
  readonly routes: readonly Route[]
  /** Alternatives, each of matchers that all hold; none is no condition. */
  readonly when: readonly (readonly string[])[]
}

/**
 * Where the alerts of one rule can end.
 *
 * @param kinds - what is known of their labels, one for each shape of the rule's result.
 */
export function mergedWays(root: Route, kinds: readonly LabelSet[]): readonly RuleWay[] {
  const merged: { readonly routes: readonly Route[]; readonly when: Map<string, readonly string[]> }[] = []
  for (const { routes, when } of kinds.flatMap((labels) => waysOf(root, labels))) {
    const known = merged.find((one) => areSame(one.routes, routes))
    const way = known ?? { routes, when: new Map() }
    if (known === undefined) merged.push(way)
    for (const matchers of when) {
      const texts = matchers.map(formatMatcher)
      way.when.set(texts.join(), texts)
    }
  }
  // One alternative without a condition makes the others superfluous.
  return merged.map(({ routes, when }) => ({ routes, when: when.has('') ? [] : [...when.values()] }))
}

function areSame(some: readonly Route[], others: readonly Route[]): boolean {
  return some.length === others.length && some.every((route, index) => route === others[index])
}
