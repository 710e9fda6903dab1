import type { Matcher } from './model.ts'

/** `label op value`, the value quoted or bare, as Alertmanager's `matchers` have it. */
export const matcherPattern = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"\s{},]*))\s*$/

/**
 * Reads a matcher that the schema has accepted.
 *
 * @throws RangeError when the text is no matcher.
 */
export function parseMatcher(text: string): Matcher {
  const match = matcherPattern.exec(text)
  if (match === null) throw new RangeError(`not a matcher: ${text}`)
  const quoted = match[3]?.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))
  return { label: match[1] ?? '', operator: match[2] as Matcher['operator'], value: quoted ?? match[4] ?? '' }
}

/** Alertmanager's notation of a matcher, the value always quoted. */
export function formatMatcher(matcher: Matcher): string {
  const value = matcher.value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
  return `${matcher.label}${matcher.operator}"${value}"`
}
