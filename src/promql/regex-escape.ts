/** Ends the reading of a regular expression; never leaves this folder. */
export class RegexFault extends Error {}

/**
 * Reads the escape whose backslash stands at `from`.
 *
 * @param classes Whether it may stand for several characters, as `\d` does.
 * @returns the place behind it
 * @throws RegexFault
 */
export function readEscape(pattern: string, from: number, classes: boolean): number {
  escapePattern.lastIndex = from
  const match = escapePattern.exec(pattern)
  const { code, letter, name = letter, kind } = match?.groups ?? {}
  const known =
    match !== null &&
    (code === undefined || Number.parseInt(code, 16) <= 0x10ffff) &&
    (name === undefined || isUnicodeClass(name)) &&
    (classes || (name === undefined && kind === undefined))
  if (!known) throw new RegexFault(from + 1 < pattern.length ? unknown(pattern, from) : 'a backslash at the end')
  return escapePattern.lastIndex
}

const escapePattern = new RegExp(
  [
    /\\(?<kind>[dswDSW])/,
    /\\[pP](?:(?<letter>[A-Z])|\{\^?(?<name>[^}]*)\})/,
    /\\(?:[1-7][0-7]{1,2}|0[0-7]{0,2})/,
    /\\x(?:\{(?<code>[\da-fA-F]+)\}|[\da-fA-F]{2})/,
    /\\[afnrtv]/,
    /\\[^\da-zA-Z\u0080-\uffff]/,
  ]
    .map((one) => one.source)
    .join('|'),
  'y',
)

function unknown(pattern: string, from: number): string {
  return `RE2 has no escape \`${pattern.slice(from, from + 2)}\``
}

/** Go knows the short names of categories and the scripts. */
function isUnicodeClass(name: string): boolean {
  if (name === 'Any') return true
  return /^[A-Z][a-z]?$/.test(name)
    ? compiles(`\\p{${name}}`)
    : /^[A-Z]\w+$/.test(name) && compiles(`\\p{Script=${name}}`)
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}
