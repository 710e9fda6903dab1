import { type Regex, RegexReader } from './regex-reader.ts'

/** Reads a regular expression of a matcher by the rules of RE2, which Prometheus uses; those of JavaScript differ. */
export function readRegex(pattern: string): Regex {
  if (plain.test(pattern)) return { fault: null, matchesEmpty: emptyAlternative.test(pattern), needs3: false }
  return new RegexReader(pattern).read()
}

const plain = /^[\w \-./:|,@%=!<>~'"#&;]*$/
const emptyAlternative = /^(?:$|\|)|\|(?:\||$)/
