import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goPattern } from './go-pattern.ts'

describe('a pattern of Go', () => {
  it.each<[pattern: string, texts: string, others: string]>([
    ['api|web', 'api web', 'ap apiweb'],
    ['a|ab|abc', 'a ab abc', 'abcd'],
    ['(?i)redis', 'REDIS redis', 'redi'],
    ['x|(?i:y)z', 'x Yz yz', 'X YZ'],
    ['a(?i)b|c', 'aB C', 'AB'],
    ['[[:alpha:]]+', 'aZ', 'a1'],
    ['[^[:digit:]-]+', 'ab', 'a-'],
    ['[[:^digit:]]', 'a', '1'],
    [String.raw`\d{2,3}`, '12 123', '1 1234 ١٢'],
    [String.raw`\pL\p{Greek}\P{Lu}`, 'aαb', 'aab aαB'],
    [String.raw`\x{41}\x42\103`, 'ABC', 'abc'],
    [String.raw`\Qa.b+\E+`, 'a.b+ a.b++', 'axb+ a.b'],
    ['(a*)*b', 'b aaab', 'aaa'],
    ['(?:a{1,3}){2}', 'aa aaaaaa', 'a aaaaaaa'],
    ['a{,2}', 'a{,2}', 'aa'],
    [String.raw`\bab\b`, 'ab', 'b'],
    ['^a$|^b$', 'a b', 'ab'],
    ['(?P<first>x)(?<second>y)?', 'x xy', 'y'],
    ['.', 'a 😀', 'ab'],
    ['[^a]', '😀', 'a'],
    ['(?U)a+', 'a aa', 'b'],
    ['10.0.0.*:9[0-9]{3}', '10.0.0.5:9100', '10.0.0.5:8080'],
  ])('%s', (pattern, texts, others) => {
    for (const text of texts.split(' ')) expect(goPattern(pattern).matches(text), text).toBe(true)
    for (const text of others.split(' ')) expect(goPattern(pattern).matches(text), text).toBe(false)
  })

  it.each(['(', 'a**', '(?=a)', '(a)\\1'])('is not %s, so nothing is known of it', (pattern) => {
    expect(goPattern(pattern).matches('a')).toBeNull()
    expect(goPattern(pattern).expand('x', 'a')).toBeNull()
  })

  it.each<[pattern: string, text: string, template: string, result: string]>([
    ['(.*):(.*)', 'host:9100', '$1', 'host'],
    ['(.*):(.*)', 'a:b:c', '$1 $2', 'a:b c'],
    ['(.*?):(.*)', 'a:b:c', '${1}_$2', 'a_b:c'],
    ['(?U)(.*):(.*)', 'a:b:c', '$1', 'a'],
    ['(?P<host>[^:]+).*', 'web:80', '$host:443', 'web:443'],
    ['(a)|(b)', 'b', '[$1][$2]', '[][b]'],
    ['(?:(a)|(b))*', 'ab', '[$1][$2]', '[a][b]'],
    ['(a*)*', 'aa', '[$1]', '[aa]'],
    ['a|b', 'b', '$0$1$$', 'b$'],
    ['.*', '😀x', '$0', '😀x'],
    ['(.).', '😀x', '$1x', ''],
  ])('%s of %s fills %s', (pattern, text, template, result) => {
    expect(goPattern(pattern).expand(template, text)).toBe(result)
  })

  it('says nothing of what it does not match', () => {
    expect(goPattern('a').expand('$0', 'b')).toBeNull()
    expect(goPattern('a+').expand('x', 'b')).toBeNull()
  })

  it.each(['(a*)*b', '(a|aa)+b', '(.*)*(.*)*(.*)*x', '(?:a?){50}a{50}b'])('%s takes no time', (pattern) => {
    expect(goPattern(pattern).matches('a'.repeat(60))).toBe(false)
  })

  it('gives up what is too large', () => {
    expect(goPattern('(?:[ab]{100}c?){10}[xyz]{1000}'.repeat(30)).matches('a')).toBeNull()
  })

  it('agrees with JavaScript where both read a pattern alike', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$')
    const { regex } = fc.letrec<{ regex: string }>((tie) => ({
      regex: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('regex'), tie('regex')).map((both) => both.join('')),
        fc.tuple(tie('regex'), tie('regex')).map((both) => `(?:${both.join('|')})`),
        fc
          .tuple(
            fc.oneof(
              fc.constantFrom('a', '.', '[^b]'),
              tie('regex').map((one) => `(?:${one})`),
            ),
          )
          .chain(([one]) => fc.constantFrom('*', '+', '?', '*?', '{2}', '{1,2}', '{0,2}?').map((sign) => one + sign)),
        tie('regex').map((one) => `(${one})`),
      ),
    }))
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 5 })
    fc.assert(
      fc.property(regex, text, (pattern, candidate) => {
        expect(goPattern(pattern).matches(candidate)).toBe(new RegExp(`^(?:${pattern})$`, 's').test(candidate))
      }),
      { numRuns: 5000, seed: 7 },
    )
  })
})
