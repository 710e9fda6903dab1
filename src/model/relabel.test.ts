import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RelabelAction, RelabelRule } from '../spec/scrape.ts'
import { type LabelFact, type LabelSet, possibleValues } from './label-set.ts'
import { relabel } from './relabel.ts'

const set = (labels: Readonly<Record<string, LabelFact>>, open: LabelSet['open'] = 'none'): LabelSet => ({
  labels: new Map(Object.entries(labels)),
  open,
})
const one = (...values: readonly string[]): LabelFact => ({ certain: true, values })
const any: LabelFact = { certain: true, values: null }

/** One series, whose labels are all known. */
const series = (labels: Readonly<Record<string, string>>): LabelSet =>
  set(Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, one(value)])))

/** The labels of one series after relabelling; `null` when it is dropped. */
function exact(labels: Readonly<Record<string, string>>, ...rules: readonly RelabelRule[]) {
  const result = relabel(series(labels), rules)
  return result === null
    ? null
    : Object.fromEntries([...result.labels].map(([name, fact]) => [name, fact.values?.join('|') ?? '*']))
}

describe('one series', () => {
  it.each<[string, RelabelRule, Record<string, string> | null]>([
    ['replace writes a group', { sourceLabels: ['a'], regex: '(x).*', targetLabel: 'c' }, { a: 'x1', b: 'y', c: 'x' }],
    ['replace joins its sources', { sourceLabels: ['a', 'b'], targetLabel: 'c' }, { a: 'x1', b: 'y', c: 'x1;y' }],
    ['replace leaves what does not match', { sourceLabels: ['a'], regex: 'x', targetLabel: 'b' }, { a: 'x1', b: 'y' }],
    ['replace with nothing removes', { targetLabel: 'a', replacement: '' }, { b: 'y' }],
    [
      'replace takes names and doubled signs',
      { sourceLabels: ['a'], regex: '(?P<p>.)(.)', targetLabel: 'c', replacement: '${2}_$p_$$' },
      { a: 'x1', b: 'y', c: '1_$' },
    ],
    [
      'replace builds its target',
      { sourceLabels: ['b'], targetLabel: 'is_$1', replacement: '1' },
      { a: 'x1', b: 'y', is_y: '1' },
    ],
    ['keep keeps', { sourceLabels: ['a'], regex: 'x.', action: 'keep' }, { a: 'x1', b: 'y' }],
    ['escaped punctuation is itself', { sourceLabels: ['a', 'b'], regex: 'x1\\;[\\-y]', action: 'drop' }, null],
    ['classes are those of Go', { sourceLabels: ['a'], regex: '[[:alpha:]]\\d', action: 'drop' }, null],
    ['keep is anchored', { sourceLabels: ['a'], regex: 'x', action: 'keep' }, null],
    ['drop drops', { sourceLabels: ['b'], regex: 'y', action: 'drop' }, null],
    ['drop takes an absent label for empty', { sourceLabels: ['none'], regex: '', action: 'drop' }, null],
    ['keepequal compares', { sourceLabels: ['a'], targetLabel: 'b', action: 'keepequal' }, null],
    ['dropequal compares', { sourceLabels: ['a'], targetLabel: 'b', action: 'dropequal' }, { a: 'x1', b: 'y' }],
    [
      'hashmod writes some number',
      { sourceLabels: ['a'], modulus: 4, targetLabel: 'c', action: 'hashmod' },
      { a: 'x1', b: 'y', c: '*' },
    ],
    ['uppercase converts', { sourceLabels: ['a'], targetLabel: 'a', action: 'uppercase' }, { a: 'X1', b: 'y' }],
    [
      'lowercase converts',
      { sourceLabels: ['a'], targetLabel: 'c', action: 'lowercase' },
      { a: 'x1', b: 'y', c: 'x1' },
    ],
    ['labelmap copies', { regex: '(a)', replacement: 'the_$1', action: 'labelmap' }, { a: 'x1', b: 'y', the_a: 'x1' }],
    ['labeldrop removes by name', { regex: 'a|c', action: 'labeldrop' }, { b: 'y' }],
    ['labelkeep keeps by name', { regex: 'a', action: 'labelkeep' }, { a: 'x1' }],
  ])('%s', (_, rule, expected) => {
    expect(exact({ a: 'x1', b: 'y' }, rule)).toEqual(expected)
  })
})

describe('series of which some is known', () => {
  it('keep what was there where a rule may not apply', () => {
    const rules = [{ sourceLabels: ['a'], regex: 'x', targetLabel: 'b', replacement: 'new' }]
    expect(relabel(set({ a: any, b: one('old') }), rules)?.labels.get('b')).toEqual(one('old', 'new'))
    expect(relabel(set({ a: any }), rules)?.labels.get('b')).toEqual({ certain: false, values: ['new'] })
  })

  it('may have any label when a rule builds its name from what is not known', () => {
    expect(relabel(set({ a: any }), [{ sourceLabels: ['a'], targetLabel: 'is_$1' }])?.open).toBe('any')
  })

  it('are all there when the pattern is none', () => {
    const before = set({ a: one('x') })
    expect(relabel(before, [{ sourceLabels: ['a'], regex: '(?=x)', action: 'drop' }])?.labels).toEqual(before.labels)
  })
})

it('what comes out of single series is in what comes out of all of them', () => {
  const names = fc.constantFrom('a', 'b', 'c')
  const values = fc.constantFrom('', 'x', 'y', 'xy')
  const rule: fc.Arbitrary<RelabelRule> = fc.record({
    sourceLabels: fc.uniqueArray(names, { maxLength: 2 }),
    regex: fc.constantFrom('(.*)', 'x', '(x)(.*)', '.+', 'a|b', ''),
    targetLabel: fc.constantFrom('a', 'b', 'c', 'd', 'to_$1'),
    replacement: fc.constantFrom('$1', 'z', '', '$2'),
    action: fc.constantFrom<RelabelAction[]>(
      'replace',
      'replace',
      'keep',
      'drop',
      'keepequal',
      'dropequal',
      'labelmap',
      'labeldrop',
      'labelkeep',
      'uppercase',
    ),
  })
  const known = fc.record({ a: fc.uniqueArray(values, { minLength: 1 }), b: fc.uniqueArray(values, { minLength: 1 }) })
  fc.assert(
    fc.property(known, fc.boolean(), fc.array(rule, { maxLength: 4 }), (facts, hidden, rules) => {
      const factOf = (all: readonly string[]): LabelFact => ({
        certain: !all.includes(''),
        values: hidden ? null : all.filter((value) => value !== ''),
      })
      const all = relabel(set({ a: factOf(facts.a), b: factOf(facts.b) }), rules)
      for (const a of facts.a)
        for (const b of facts.b) {
          const present = Object.fromEntries(Object.entries({ a, b }).filter(([, value]) => value !== ''))
          const single = exact(present, ...rules)
          if (single === null) continue
          expect(all).not.toBeNull()
          if (all === null) continue
          for (const name of new Set([...Object.keys(single), ...all.labels.keys()])) {
            const possible = possibleValues(all, name)
            if (possible !== null) expect(possible).toContain(single[name] ?? '')
            else if (all.labels.get(name)?.certain === true) expect(single[name]).toBeDefined()
          }
        }
    }),
    { numRuns: 3000, seed: 42 },
  )
})
