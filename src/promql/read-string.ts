import { SyntaxFault } from './syntax-fault.ts'

export interface ReadString {
  readonly value: string
  /** Behind the closing quote. */
  readonly to: number
}

/**
 * Reads the string whose opening quote stands at `from`: Go's escapes between quotes, none between backticks.
 *
 * @throws SyntaxFault
 */
export function readString(text: string, from: number): ReadString {
  const quote = text.charCodeAt(from)
  const raw = quote === backtick
  let escaped = false
  let at = from + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) break
    if (raw) continue
    if (code === newline) throw unclosed(text, from, at)
    if (code === backslash) {
      escaped = true
      at += 1
    }
  }
  if (at >= text.length) throw unclosed(text, from, text.length)
  const content = text.slice(from + 1, at)
  refuseBrokenCharacters(content, from + 1)
  return { value: escaped ? withoutEscapes(content, from + 1, text.charAt(from)) : content, to: at + 1 }
}

const backtick = 0x60
const newline = 0x0a
const backslash = 0x5c

function unclosed(text: string, from: number, to: number): SyntaxFault {
  return new SyntaxFault(from, to, `unclosed ${text.charAt(from)}`)
}

const broken = /[\ud800-\udfff\ufffd]/
const brokenCharacter = /\ufffd|\p{Surrogate}/u

/** Half a surrogate pair has no UTF-8 form, and the replacement character stands for what had none. */
function refuseBrokenCharacters(content: string, from: number): void {
  if (!broken.test(content)) return
  const at = content.search(brokenCharacter)
  if (at >= 0) throw new SyntaxFault(from + at, from + at + 1, 'a character that is not UTF-8')
}

const escapePattern = /\\(?:([abfnrtv\\'"])|([0-7]{3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|[\s\S])/g
const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

function withoutEscapes(content: string, from: number, quote: string): string {
  return content.replace(escapePattern, (whole: string, ...groups: (string | number | undefined)[]) => {
    const [letter, octal, byte, short, long, at] = groups
    if (letter === quote) return quote
    const character = letter === undefined ? undefined : simple[letter]
    if (character !== undefined) return character
    const digits = byte ?? short ?? long
    const code = digits === undefined ? Number.parseInt(String(octal), 8) : Number.parseInt(String(digits), 16)
    const inRange = octal === undefined ? code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) : code <= 0xff
    if (!inRange) {
      const start = from + Number(at)
      throw new SyntaxFault(start, start + whole.length, `unknown escape \`${whole}\``)
    }
    return String.fromCodePoint(code)
  })
}
