import { expect, test } from 'vitest'
import { dpgModel } from '../../test/support/dpg-model.ts'
import { usedNames } from './used-names.ts'

const model = dpgModel()
const names = usedNames(model)

test('whatever a panel or rule reads has a past: each name is one of a scrape, a rule or Prometheus', () => {
  const records = model.ruleFiles.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.map(({ name }) => name)))
  const unknown = [...names.keys()].filter(
    (name) => model.catalog.seriesNamed(name) === null && !records.includes(name) && !name.startsWith('ALERTS'),
  )
  expect(unknown).toEqual([])
})

test('what a graph takes the rate of is sampled closely', () => {
  expect(names.get('redis_commands_total')).toBe('close')
})

test('what is looked at as it is need not be', () => {
  expect(names.get('redis_memory_used_bytes')).toBe('wide')
})
