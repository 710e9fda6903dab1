import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inventedWorld } from '../../../test/support/invented-world.ts'
import { promqlExpression } from '../../../test/support/promql-generator.ts'
import type { Expr } from '../ast.ts'
import { childrenOf } from '../children-of.ts'
import { parsePromql } from '../parse.ts'
import { infer } from './infer.ts'
import { openWorld } from './world.ts'

function countParts(node: Expr): number {
  return childrenOf(node).reduce((count, child) => count + countParts(child), 1)
}

test('every tree that parses is inferred, also one that no version accepts', () => {
  const property = fc.property(promqlExpression(), (text) => {
    const { node } = parsePromql(text)
    if (node === null) return
    for (const world of [openWorld, inventedWorld]) {
      const inference = infer(node, world)
      expect(inference.of(node)).toBe(inference.result)
      for (const { labels } of inference.result.shapes) {
        for (const [, { certain, values }] of labels.labels) expect(certain && values?.length === 0).toBe(false)
      }
    }
  })
  fc.assert(property, { seed: 5, numRuns: 1500 })
})

test.each([
  ['a sum of many', ' + '],
  ['a union of many', ' or '],
  ['a filter of many', ' and '],
  ['an exclusion of many', ' unless '],
])('%s stays small', (_, operator) => {
  const names = [...inventedWorld.names()]
  const text = Array.from({ length: 900 }, (_, index) => `${names[index % names.length]}{a${index % 40}=""}`).join(
    operator,
  )
  const { node } = parsePromql(text)
  if (node === null) throw new Error('does not parse')
  for (const world of [openWorld, inventedWorld]) {
    const { result } = infer(node, world)
    expect(result.shapes.length).toBeLessThanOrEqual(64)
  }
  expect(countParts(node)).toBe(1799)
})

test('a pattern that would take for ever is left alone', () => {
  const { node } = parsePromql(
    'label_replace(up{instance=~"(a+)+b|(.*a){20}.*", job=~"(a*)*c"}, "x", "$1", "job", "((a|a)*)*b")',
  )
  if (node === null) throw new Error('does not parse')
  expect(infer(node, inventedWorld).result.type).toBe('instant')
})
