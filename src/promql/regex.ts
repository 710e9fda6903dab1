import { RegexReader } from './regex-reader.ts'

export interface Regex {
  /** Why Prometheus refuses it, or `null`. */
  readonly fault: string | null
  /** Whether it matches the value of a label that is not there. */
  readonly matchesEmpty: boolean
}

/** Reads a regular expression of a matcher by the rules of RE2, which Prometheus uses; those of JavaScript differ. */
export function readRegex(pattern: string): Regex {
  if (plain.test(pattern)) return { fault: null, matchesEmpty: emptyAlternative.test(pattern) }
  return new RegexReader(pattern).read()
}

const plain = /^[\w \-./:|,@%=!<>~'"#&;]*$/
const emptyAlternative = /^(?:$|\|)|\|(?:\||$)/
