import type { Labels } from '../spec/labels.ts'
import type { Matcher, Route } from './model.ts'

/**
 * The receivers that an alert with these labels reaches, each once, by Alertmanager's rules:
 * the deepest matching routes win, and the first matching sibling ends the search unless it continues.
 *
 * @throws SyntaxError when a matcher's pattern is no regular expression.
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
      return anchored(matcher.value).test(value)
    case '!~':
      return !anchored(matcher.value).test(value)
  }
}

/** Go's notation of flags and named groups, as JavaScript's. */
function anchored(pattern: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(pattern)
  const body = pattern.slice(flags?.[0].length ?? 0).replaceAll('(?P<', '(?<')
  return new RegExp(`^(?:${body})$`, flags?.[1] ?? '')
}
