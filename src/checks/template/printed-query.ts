import type { TextLiteral } from './go-template.ts'
import type { QueryUse } from './trace.ts'

const verb = /%(?:%|[-+# 0]*\d*(?:\.\d+)?([a-zA-Z]))/g

/** The query that `printf` makes of its format: every verb is replaced by as many characters that can stand there. */
export function printedQuery(literal: TextLiteral): QueryUse {
  let isOpen = false
  const text = literal.value.replace(verb, (written: string, kind: string | undefined, at: number) => {
    if (kind === undefined) return '% '
    if (kind === 'q') return `"${'x'.repeat(written.length - 2)}"`
    const before = literal.value.slice(0, at)
    if (!isWithinQuotes(before)) isOpen = true
    return '1'.repeat(written.length)
  })
  return { literal, text, isOpen }
}

function isWithinQuotes(before: string): boolean {
  let quote = ''
  for (let at = 0; at < before.length; at++) {
    const character = before[at] ?? ''
    if (quote === '') {
      if (/["'`]/.test(character)) quote = character
    } else if (character === '\\' && quote !== '`') at += 1
    else if (character === quote) quote = ''
  }
  return quote !== ''
}
