import { describe, expect, it } from 'vitest'
import { readRegex } from './regex.ts'

describe('a regular expression', () => {
  it.each(
    String.raw`api|web .* 5.. [a-z]+ (?i)a (?P<n>a) (?<n>a) a{2} a{,2} { []a] [[:alpha:]] \pL \p{Greek} \x{41} \Qa+\E \z a*? (a|)`.split(
      ' ',
    ),
  )('may be %s', (pattern) => {
    expect(readRegex(pattern).fault).toBeNull()
  })

  it.each(
    String.raw`( ) [a a** *a (?i)* (?=a) (?<=a) a{2,1} a{1001} (a{100}){11} [b-a] [[:no:]] [a-\d] \p{Nope} \1 \Z \G \C \u0041 \x4`.split(
      ' ',
    ),
  )('is not %s', (pattern) => {
    expect(readRegex(pattern).fault).not.toBeNull()
  })

  it.each(['', '.*', 'a?', '(a|)', '^$', 'a{0,3}', String.raw`\B`, 'a||b', '(?i)'])(
    '%j matches an empty value',
    (pattern) => {
      expect(readRegex(pattern).matchesEmpty).toBe(true)
    },
  )

  it.each(['a', '.+', '(a|b)', 'a{1,}', String.raw`\b`, '^a$', '[^a]'])('%j matches no empty value', (pattern) => {
    expect(readRegex(pattern).matchesEmpty).toBe(false)
  })
})
