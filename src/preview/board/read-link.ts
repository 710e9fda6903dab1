import type { BoardLink } from './board.ts'
import { flagOf, type JsonObject, textOf } from './json-value.ts'

/** Links to a page; lists of dashboards need a Grafana. */
export function readLink(link: JsonObject): readonly BoardLink[] {
  const url = textOf(link.url)
  return url === '' ? [] : [{ title: textOf(link.title, url), url, newTab: flagOf(link.targetBlank) }]
}
