import type { TextLiteral } from './go-template.ts'
import { TemplateFault } from './template-fault.ts'

const escapePattern = /\\(?:([abfnrtv\\'"])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/y
const single: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/**
 * Reads a string of Go, quoted or raw.
 *
 * @throws TemplateFault when it does not end, or has an escape that Go does not know.
 */
export function readTextLiteral(text: string, from: number): TextLiteral {
  const quote = text[from]
  let value = ''
  const offsets: number[] = []
  let at = from + 1
  for (;;) {
    const character = text[at]
    if (character === undefined || (character === '\n' && quote === '"'))
      throw new TemplateFault('the string does not end', from, at)
    if (character === quote) return { kind: 'string', value, offsets: [...offsets, at], from, to: at + 1 }
    const [read, length] = character === '\\' && quote === '"' ? readEscape(text, at) : [character, 1]
    for (let unit = 0; unit < read.length; unit++) offsets.push(at)
    value += read
    at += length
  }
}

function readEscape(text: string, at: number): readonly [value: string, length: number] {
  escapePattern.lastIndex = at
  const match = escapePattern.exec(text)
  if (match === null) throw new TemplateFault('Go knows no such escape', at, at + 2)
  const [written, letter, hex, short, long, octal] = match
  if (letter !== undefined) return [single[letter] ?? letter, written.length]
  const code = octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '0', 16) : Number.parseInt(octal, 8)
  return [String.fromCodePoint(Math.min(code, 0x10_ff_ff)), written.length]
}
