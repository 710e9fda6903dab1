import { cases, changes, equivalent, example, fires, given, givenHistogram, perSecond, quiet, reset } from '#belfry'
import { ruvectorMetrics as ruvector } from '../exporters/ruvector/metrics.ts'
import type { RuvectorOptions } from '../stack/options/ruvector.ts'
import tableCases from './ruvector-tables.cases.ts'

const items = { schema: 'public', table: 'items' } as const
const other = { schema: 'public', table: 'other' } as const
/** What the latencies have in common: all searches but five of a hundred, and the bound that those reach. */
const slowFrom = (at: '10m' | '20m', share: number) =>
  changes({ '0s': perSecond(0), [at]: perSecond(share), '40m': reset(share), '1h': perSecond(0) })
const quickFrom = (at: '10m' | '20m', share: number) =>
  changes({ '0s': perSecond(10), [at]: perSecond(share), '40m': reset(share), '1h': perSecond(10) })

export default cases((o: RuvectorOptions) => [
  example('RuVectorSearchLatencyHigh', 'fires for the table that is searched slowly, also after a restart', {
    interval: '15s',
    given: [
      givenHistogram(ruvector.searchLatencySeconds, items, {
        '0.025': quickFrom('10m', 9.45),
        '0.05': 0,
        '0.1': slowFrom('10m', 0.5),
        '0.25': slowFrom('10m', 0.05),
        '+Inf': 0,
      }),
      givenHistogram(ruvector.searchLatencySeconds, other, { '0.025': 10, '0.05': 0.5, '+Inf': 0 }),
    ],
    expect: [
      quiet('10m', '24m'),
      fires(['25m', '39m', '43m', '59m'], {
        labels: { ...items, subject: 'search in public.items' },
        summary: 'Searches in public.items are slow',
        description: '95 of 100 searches take up to 55ms.',
      }),
      quiet('62m'),
    ],
  }),
  example('RuVectorSearchLatencyHigh', 'one search in twenty may be slow', {
    interval: '1m',
    given: [
      givenHistogram(ruvector.searchLatencySeconds, items, {
        '0.025': 0,
        '0.05': 95,
        '0.1': 5,
        '+Inf': 0,
      }),
    ],
    expect: [quiet('30m')],
  }),

  example('RuVectorSearchLatencyCritical', 'fires for the table that is hardly searched, also after a restart', {
    interval: '15s',
    given: [
      givenHistogram(ruvector.searchLatencySeconds, items, {
        '0.05': quickFrom('10m', 9.45),
        '0.1': 0,
        '0.25': slowFrom('10m', 0.5),
        '0.5': slowFrom('10m', 0.05),
        '+Inf': 0,
      }),
      givenHistogram(ruvector.searchLatencySeconds, other, { '0.05': 10, '0.1': 0.5, '+Inf': 0 }),
    ],
    expect: [
      quiet('10m', '19m'),
      fires(['20m', '39m', '43m', '59m'], {
        labels: { ...items, subject: 'search in public.items' },
        summary: 'Searches in public.items are very slow',
        description: '95 of 100 searches take up to 115ms.',
      }),
      quiet('62m'),
    ],
  }),
  example('RuVectorSearchLatencyCritical', 'slow is not yet very slow', {
    interval: '1m',
    given: [givenHistogram(ruvector.searchLatencySeconds, items, { '0.05': 0, '0.1': 95, '0.25': 5, '+Inf': 0 })],
    expect: [quiet('30m')],
  }),

  example('RuVectorHNSWEfficiencyLow', 'adds up the indexes of a table, and fires while they lead to dead rows', {
    given: [
      given(
        ruvector.indexTuplesFetchedTotal,
        { ...items, index_name: 'l2' },
        changes({
          '0s': perSecond(0.44),
          '10m': perSecond(0.305),
          '40m': perSecond(0.305, 15 * 0.305),
          '50m': perSecond(0.9),
        }),
      ),
      given(ruvector.indexTuplesFetchedTotal, { ...items, index_name: 'cosine' }, perSecond(0.1)),
      given(
        ruvector.indexTuplesReadTotal,
        { ...items, index_name: 'l2' },
        changes({ '0s': perSecond(0.4), '10m': perSecond(0.7), '40m': perSecond(0.7, 15 * 0.7) }),
      ),
      given(ruvector.indexTuplesReadTotal, { ...items, index_name: 'cosine' }, perSecond(0.2)),
      // Scans of the index alone.
      given(ruvector.indexTuplesFetchedTotal, { ...other, index_name: 'l2' }, perSecond(0)),
      given(ruvector.indexTuplesReadTotal, { ...other, index_name: 'l2' }, perSecond(50)),
    ],
    expect: [
      quiet('10m', '34m'),
      fires(['35m', '39m', '43m', '50m'], {
        labels: items,
        summary: 'Vector indexes of public.items lead to few live rows',
        description: '45% of the entries read from the vector indexes were live rows.',
      }),
      quiet('54m'),
    ],
  }),
  example('RuVectorHNSWEfficiencyLow', 'every other entry is enough', {
    interval: '1m',
    given: [
      given(ruvector.indexTuplesFetchedTotal, { ...items, index_name: 'l2' }, perSecond(o.hnswEfficiency * 100)),
      given(ruvector.indexTuplesReadTotal, { ...items, index_name: 'l2' }, perSecond(100)),
    ],
    expect: [quiet('40m')],
  }),

  example('RuVectorOperationErrors', 'fires while searches fail, whatever else is done', {
    given: [
      given(
        ruvector.indexOperationsTotal,
        { ...items, operation: 'error' },
        changes({ '0s': perSecond(0), '10m': perSecond(0.018), '30m': reset(0.018), '40m': perSecond(0) }),
      ),
      given(ruvector.indexOperationsTotal, { ...items, operation: 'scan' }, perSecond(3)),
      given(ruvector.indexOperationsTotal, { ...other, operation: 'error' }, perSecond(0.001)),
      given(ruvector.indexOperationsTotal, { ...other, operation: 'insert' }, perSecond(3)),
    ],
    expect: [
      quiet('10m', '17m20s'),
      fires(['18m20s', '32m'], {
        labels: items,
        summary: 'Searches in public.items fail',
        description: '0.02 operations per second fail.',
      }),
      quiet('43m'),
    ],
  }),
  example('RuVectorOperationErrors', 'few fail', {
    interval: '100s',
    given: [
      given(ruvector.indexOperationsTotal, { ...items, operation: 'error' }, perSecond(o.operationErrorRate, 100)),
    ],
    expect: [quiet('40m')],
  }),

  ...tableCases(o),

  equivalent('table:ruvector_search_latency_seconds:p95_rate5m', {
    'aggregation/1/max': 'An exporter has one histogram for each table.',
  }),
  equivalent('RuVectorHNSWEfficiencyLow', {
    'comparison/2/>=': 'Rows that are fetched over no entries at all are no share below one half.',
    'threshold/2/less': 'Rows that are fetched over no entries at all are no share below one half.',
  }),
  equivalent('RuVectorOperationErrors', {
    'aggregation/1/max': 'An exporter has one counter of failures for each table.',
  }),
])
