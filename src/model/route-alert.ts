import { goPattern } from '../promql/go-pattern.ts'
import type { Labels } from '../spec/labels.ts'
import type { Matcher, Route } from './model.ts'

/**
 * The receivers that an alert with these labels reaches, each once, by Alertmanager's rules:
 * the deepest matching routes win, and the first matching sibling ends the search unless it continues.
 * A matcher whose pattern is no regular expression matches nothing.
 */
export function routeAlert(root: Route, labels: Labels): readonly string[] {
  return [...new Set(matchingRoutes(root, labels).map((route) => route.receiver))]
}

function matchingRoutes(route: Route, labels: Labels): readonly Route[] {
  if (!route.matchers.every((matcher) => matches(matcher, labels))) return []
  const deeper: Route[] = []
  for (const child of route.routes) {
    const found = matchingRoutes(child, labels)
    deeper.push(...found)
    if (found.length > 0 && !child.continue) break
  }
  return deeper.length > 0 ? deeper : [route]
}

/** A missing label counts as the empty string. */
function matches(matcher: Matcher, labels: Labels): boolean {
  const value = labels[matcher.label] ?? ''
  switch (matcher.operator) {
    case '=':
      return value === matcher.value
    case '!=':
      return value !== matcher.value
    case '=~':
      return goPattern(matcher.value).matches(value) === true
    case '!~':
      return goPattern(matcher.value).matches(value) === false
  }
}
