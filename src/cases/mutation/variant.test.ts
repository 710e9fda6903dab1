import { describe, expect, it } from 'vitest'
import { testAlert } from '../../../test/support/model.ts'
import type { Alert, Recording } from '../../model/model.ts'
import { promql } from '../../spec/promql.ts'
import { mutantsOf } from './mutants-of.ts'
import { variantOf } from './variant.ts'

const recording = (name: string, text: string): Recording => {
  const { system, place } = testAlert()
  return { kind: 'record', name, system, expr: { ...promql`x`, text }, labels: {}, allow: {}, place }
}
const alert: Alert = { ...testAlert(), name: 'A', expr: promql`c:c > on (job) c:c offset 5m or a:a > 1` }
const recordings = [recording('a:a', 'rate(x[5m])'), recording('b:b', 'y'), recording('c:c', 'sum(b:b) / count(b:b)')]
const shown = (rule: Alert | Recording, id: string) => {
  const mutant = mutantsOf(rule, '2.42').find((one) => one.id === id)
  if (mutant === undefined) throw new Error(`no mutant ${id}`)
  return variantOf({ alert, recordings }, mutant, '_m7').map(({ name, expr }) => `${name} = ${expr.text}`)
}

describe('the variant of a mutant', () => {
  it('is the alert alone when the alert was changed', () => {
    expect(shown(alert, 'threshold/1/more')).toEqual(['A_m7 = c:c > on (job) c:c offset 5m or a:a > 2'])
  })

  it('takes along what reads a changed recording rule, and nothing else', () => {
    expect(shown(recording('c:c', 'sum(b:b) / count(b:b)'), 'aggregation/1/max')).toEqual([
      'c:c_m7 = max(b:b) / count(b:b)',
      'A_m7 = c:c_m7 > on (job) c:c_m7 offset 5m or a:a > 1',
    ])
    expect(shown(recording('a:a', 'rate(x[5m])'), 'range/1/halved')).toEqual([
      'a:a_m7 = rate(x[2m30s])',
      'A_m7 = c:c > on (job) c:c offset 5m or a:a_m7 > 1',
    ])
  })

  it('follows recording rules that read each other', () => {
    const [, , c] = recordings
    const deep = recording('b:b', 'y > 1')
    const mutant = mutantsOf(deep, '2.42').find(({ id }) => id === 'threshold/1/more')
    if (mutant === undefined || c === undefined) throw new Error('no mutant')
    expect(variantOf({ alert, recordings: [deep, c] }, mutant, '_m1').map(({ name }) => name)).toEqual([
      'b:b_m1',
      'c:c_m1',
      'A_m1',
    ])
  })
})
