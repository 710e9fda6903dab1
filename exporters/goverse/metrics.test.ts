import { expect, it } from 'vitest'
import { goverseGateMetrics, goverseInspectorMetrics, goverseNodeMetrics } from './metrics.ts'

const native = new Map([goverseNodeMetrics, goverseGateMetrics].flatMap(Object.values).map((one) => [one.name, one]))
const ours = Object.values(goverseInspectorMetrics)

it('has the 22 families of GoVerse, the one that it never emits from the inspector', () => {
  expect([...native.keys(), 'goverse_clients_connected']).toHaveLength(22)
  expect(ours.map(({ name }) => name)).toContain('goverse_clients_connected')
  expect(native.has('goverse_clients_connected')).toBe(false)
})

it('marks what every process repeats for the whole cluster', () => {
  const repeated = [...native.values()].filter(({ scope }) => scope === 'cluster').map(({ name }) => name)
  expect(repeated.sort()).toEqual([
    'goverse_shard_migrations_total',
    'goverse_shards_migrating',
    'goverse_shards_total',
  ])
})

it('says why a name breaks the conventions', () => {
  const odd = [...native.values(), ...ours].filter(({ name, type }) => (type === 'counter') !== name.endsWith('_total'))
  expect(odd.filter(({ nameBecause }) => nameBecause === '').map(({ name }) => name)).toEqual([])
})
