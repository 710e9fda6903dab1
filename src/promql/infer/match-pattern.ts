import { readRegex } from '../regex.ts'

/** A regular expression of a matcher, as far as it can be worked out here. */
export interface Pattern {
  /** Whether it matches a whole text; `null` when that is not known. */
  matches(text: string): boolean | null
  /** The groups of a match of a whole text, by number and by name; `null` when not known or when there is none. */
  groups(text: string): RegExpExecArray | null
  /** The only texts that it matches, where they are few; `null` otherwise. */
  readonly texts: readonly string[] | null
  /** Whether it matches every text. */
  readonly everything: boolean
}

/** Reads a pattern in RE2's syntax; one in which JavaScript differs, or may take very long, remains unknown. */
export function readPattern(pattern: string): Pattern {
  const found = patterns.get(pattern)
  if (found !== undefined) return found
  const made = plain.test(pattern) ? listPattern(pattern) : everything.has(pattern) ? all(pattern) : compile(pattern)
  if (patterns.size >= mostPatterns) patterns.clear()
  patterns.set(pattern, made)
  return made
}

function listPattern(pattern: string): Pattern {
  const texts = [...new Set(pattern.split('|'))]
  return {
    texts,
    everything: false,
    matches: (text) => texts.includes(text),
    groups: (text) => (texts.includes(text) ? /^.*$/s.exec(text) : null),
  }
}

function all(pattern: string): Pattern {
  const regex = new RegExp(`^(?:${pattern})$`, 's')
  return { texts: null, everything: true, matches: () => true, groups: (text) => regex.exec(text) }
}

function compile(pattern: string): Pattern {
  const regex = translate(pattern)
  const knows = (text: string) => regex !== null && text.length <= longestText && ascii.test(text)
  return {
    texts: null,
    everything: false,
    matches: (text) => {
      if (regex !== null && knows(text)) return regex.test(text)
      return text === '' ? readRegex(pattern).matchesEmpty : null
    },
    groups: (text) => (regex !== null && knows(text) ? regex.exec(text) : null),
  }
}

function translate(pattern: string): RegExp | null {
  if (!ascii.test(pattern) || different.test(pattern)) return null
  const parts = pattern.includes('(') ? [pattern] : pattern.split('|')
  if (parts.some((part) => (part.match(/[*+{]/g)?.length ?? 0) > mostRepetitions)) return null
  try {
    return new RegExp(`^(?:${pattern.replaceAll('(?P<', '(?<')})$`, 's')
  } catch {
    return null
  }
}

const patterns = new Map<string, Pattern>()
const mostPatterns = 2000
const longestText = 128
/** Each may try every length of the text, so their number is the power of the time. */
const mostRepetitions = 3
const plain = /^[\w \-/:|,@%=!<>~'"#&;]*$/
const ascii = /^[\t\n\r\x20-\x7e]*$/
const everything: ReadonlySet<string> = new Set(['.*', '(.*)'])
/** Flags, escapes and classes that JavaScript reads otherwise, and repeated groups, which it may read for ever. */
const different = /\(\?(?!:|P?<[a-zA-Z])|\\(?![dDwWsSnrtf.\-+*?()[\]{}|^$/\\:,"'@%=!<>~#&; _])|\[\^?\]|\[\[?:|\)[*+{]/
