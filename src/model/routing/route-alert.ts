import type { Labels } from '../../spec/labels.ts'
import type { Matcher, Route } from '../model.ts'
import { matchesAll } from './match-alert.ts'

/** The receivers that an alert with these labels reaches, each once. */
export function routeAlert(root: Route, labels: Labels): readonly string[] {
  return [...new Set(matchingRoutes(root, labels).map((route) => route.receiver))]
}

/** The routes at which an alert with these labels ends. */
export function matchingRoutes(root: Route, labels: Labels): readonly Route[] {
  return takenRoutes(root, (matchers) => matchesAll(matchers, labels))
}

/**
 * The routes at which an alert ends, by Alertmanager's rules: the deepest matching routes win, and the first matching
 * sibling ends the search unless it continues. None when the root does not take it.
 *
 * @param meets - whether the alert meets all matchers of a route.
 */
export function takenRoutes(route: Route, meets: (matchers: readonly Matcher[]) => boolean): readonly Route[] {
  if (!meets(route.matchers)) return []
  const deeper: Route[] = []
  for (const child of route.routes) {
    const found = takenRoutes(child, meets)
    deeper.push(...found)
    if (found.length > 0 && !child.continue) break
  }
  return deeper.length > 0 ? deeper : [route]
}
