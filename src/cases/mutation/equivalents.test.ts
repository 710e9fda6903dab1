import { describe, expect, it } from 'vitest'
import { testAlert } from '../../../test/support/model.ts'
import { equivalent } from '../../spec/equivalents.ts'
import { equivalentProblems, matchEquivalent } from './equivalents.ts'
import type { Mutant } from './mutant.ts'
import { mutantsOf } from './mutants-of.ts'
import type { Fate } from './run-mutants.ts'

const alert = testAlert()
const mutants = mutantsOf(alert, '2.42')
const find = (id: string): Mutant => {
  const found = mutants.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no mutant ${id}`)
  return found
}
const rules = new Set([alert.name])
const fates = (survivors: readonly string[]) =>
  new Map(mutants.map((mutant): [Mutant, Fate] => [mutant, survivors.includes(mutant.id) ? 'survived' : 'killed']))

describe('statements about equivalent mutants', () => {
  it('match ids, with * for any text', () => {
    const reasonFor = (pattern: string, id: string) =>
      matchEquivalent([equivalent(alert.name, { [pattern]: 'it is so' })], find(id))?.reason ?? null
    expect(reasonFor('threshold/1/more', 'threshold/1/more')).toBe('it is so')
    expect(reasonFor('threshold/1/more', 'threshold/1/less')).toBeNull()
    expect(reasonFor('threshold/*', 'threshold/1/less')).toBe('it is so')
    expect(reasonFor('*/1/less', 'threshold/1/less')).toBe('it is so')
    expect(reasonFor('thr*1*less', 'threshold/1/less')).toBe('it is so')
    expect(reasonFor('*/less/*less', 'threshold/1/less')).toBeNull()
    expect(matchEquivalent([equivalent('Other', { '*': 'no' })], find('threshold/1/less'))).toBeNull()
  })

  it('are fine when what they are about survives', () => {
    expect(equivalentProblems([equivalent(alert.name, { 'for/*': 'x' })], rules, fates(['for/doubled']))).toEqual([])
  })

  it.each([
    ['a rule that is not there', equivalent('LoadHihg', { 'for/*': 'x' }), 'there is no rule LoadHihg'],
    [
      'a mutant that is not there',
      equivalent('LoadHigh', { 'for/trebled': 'x' }),
      'LoadHigh has no mutant for/trebled',
    ],
    [
      'a mutant that a case kills',
      equivalent('LoadHigh', { 'for/dropped': 'x' }),
      'LoadHigh: for/dropped is not equivalent, a case kills it',
    ],
    ['no reason', equivalent('LoadHigh', { 'for/dropped': ' ' }), 'LoadHigh: for/dropped is equivalent for no reason'],
  ])('are a problem when they are about %s', (_, stated, message) => {
    expect(equivalentProblems([stated], rules, fates([])).map((problem) => problem.message)).toEqual([message])
  })
})
