import { expect, it } from 'vitest'
import { belfryMetrics, processMetrics } from '../belfry/metrics.ts'
import { dpgMetrics, pgQueryMetrics, ruvectorMetrics } from './metrics.ts'

const all = [ruvectorMetrics, dpgMetrics, pgQueryMetrics, belfryMetrics, processMetrics].flatMap((set) =>
  Object.values(set),
)

it('names each family once', () => {
  const names = all.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

it('has the eight namespaces of the custom queries', () => {
  const namespaces = [
    'ruvector_index_stats',
    'ruvector_table_stats',
    'database_connections',
    'long_running_queries',
    'replication_lag',
    'table_bloat',
    'table_cache_hit',
    'checkpoint_stats',
  ]
  for (const one of namespaces)
    expect(Object.values(pgQueryMetrics).some(({ name }) => name.startsWith(`pg_${one}_`))).toBe(true)
})

it('says why a name breaks the conventions', () => {
  const odd = all.filter(({ name, type }) => (type === 'counter') !== name.endsWith('_total'))
  expect(odd.filter(({ nameBecause }) => nameBecause === '').map(({ name }) => name)).toEqual([])
})

it('ends every help text with a full stop and uses no quotes, which OpenMetrics would need escaped', () => {
  expect(all.filter(({ help }) => !/^[A-Z90-9][^"\\\n]*\.$/.test(help)).map(({ name }) => name)).toEqual([])
})
