import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { YamlNode, YamlScalar } from './positioned-yaml.ts'
import { textOf, valueAt } from './positioned-yaml.ts'
import { scalarOffsets } from './scalar-offsets.ts'
import { readYaml, toYaml } from './yaml.ts'

/** The scalar of the key `a`, and what stands in the file at each of its characters. */
function read(text: string): { readonly value: string; readonly offsets: readonly number[] | null } {
  const node = valueAt(readYaml(text)[0]?.root ?? null, 'a')
  if (node?.kind !== 'scalar') throw new Error('no scalar')
  return { value: node.text, offsets: scalarOffsets(text, node, node.text) }
}

/** What stands in the file where the value has a word. */
function fileAt(text: string, word: string): string {
  const { value, offsets } = read(text)
  const from = offsets?.[value.indexOf(word)] ?? -1
  return text.slice(from, from + word.length)
}

describe('a character of a scalar is found in the file', () => {
  test.each([
    ['plain', 'a: one two\n'],
    ['plain on several lines', 'a: one\n   and\n\n   two\n'],
    ['in single quotes', "a: 'it''s one\n  and two'\n"],
    ['in double quotes', 'a: "\\"one\\" \\u00e9 \\\n   two"\n'],
    ['literal', 'a: |\n  one\n    deeper\n\n  two\n'],
    ['literal, with its indentation given', 'a: |2-\n    one\n  two\n'],
    ['literal, kept to the end', 'a: |+\n  one\n  two\n\n\n'],
    ['folded', 'a: >\n  one\n  and\n\n  more\n    deeper\n  two\n'],
    ['folded and stripped, behind a comment', 'a: >- # why\n  one\n  two\n'],
    ['with line ends of Windows', 'a: |\r\n  one\r\n  two\r\n'],
  ])('%s', (_name, text) => {
    expect(fileAt(text, 'two')).toBe('two')
    expect(fileAt(text, 'one')).toBe('one')
    expect(read(text).offsets).toHaveLength(read(text).value.length + 1)
  })

  test('whatever the text is', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '"', "'", '\\', ':', '#', '\t', '{', 'é', '🔔'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const text = toYaml({ a: lines.join('\n'), b: 1 })
        const node = valueAt(readYaml(text)[0]?.root ?? null, 'a') as YamlScalar
        const offsets = scalarOffsets(text, node, node.text)
        expect(node.text).toBe(lines.join('\n'))
        expect(offsets).toHaveLength(node.text.length + 1)
        expect([...(offsets ?? [])].sort((a, b) => a - b)).toEqual(offsets)
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

describe('a file is read with positions', () => {
  test('of several documents, each with its faults', () => {
    const documents = readYaml('a: 1\n---\nb: [1\n---\nc: 3\n')
    expect(documents.length).toBeGreaterThanOrEqual(2)
    expect(documents[0]?.faults).toEqual([])
    expect(documents[1]?.faults).not.toEqual([])
  })

  test('with aliases and merged maps, whose keys yield to those of the map itself', () => {
    const [document] = readYaml('base: &base {x: 1, y: 1}\na:\n  <<: [*base, {x: 3, z: 3}]\n  y: 2\n')
    const node: YamlNode | null = valueAt(document?.root ?? null, 'a')
    expect(['x', 'y', 'z'].map((key) => textOf(valueAt(node, key)))).toEqual(['1', '2', '3'])
    expect(node?.kind === 'map' ? node.entries.length : 0).toBe(3)
  })

  test('as nothing when it is broken, and all the same when a key stands twice', () => {
    const [broken] = readYaml('a: 1\n\tb: 2\n')
    expect(broken).toMatchObject({ root: null, faults: [{ from: 5 }] })
    const [doubled] = readYaml('{"a b": 1, "a b": 2}')
    expect(doubled).toMatchObject({
      root: { kind: 'map' },
      faults: [{ message: 'the key "a b" stands twice', to: 16 }],
    })
  })

  test('though an anchor holds itself', () => {
    expect(() => readYaml('a: &a [*a]\n')).not.toThrow()
  })

  test('whatever bytes it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(() => readYaml(text)).not.toThrow()
      }),
      { seed: 11, numRuns: 500 },
    )
  })
})
