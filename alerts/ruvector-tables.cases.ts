import { cases, changes, equivalent, example, fires, gap, given, perSecond, quiet, ramp, stale } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import { ruvectorMetrics as ruvector } from '../exporters/ruvector/metrics.ts'
import type { RuvectorOptions } from '../stack/options/ruvector.ts'

const items = { schema: 'public', table: 'items' } as const
const other = { schema: 'public', table: 'other' } as const
const l2 = { ...items, index_name: 'l2' } as const
const cosine = { ...items, index_name: 'cosine' } as const
const [a, b] = [{ instance: 'a:9999' }, { instance: 'b:9999' }] as const

/** A count that is high for a while of each hour, so that its mean over an hour stays the same. */
const hourly = (high: number, low: number) => Array.from({ length: 4 }, () => `${high}x3 ${low}x7`).join(' ')

export default cases((o: RuvectorOptions) => [
  example('RuVectorIndexGrowthHigh', 'fires for the index that has grown for hours', {
    interval: '1m',
    given: [
      given(ruvector.indexSizeBytes, l2, changes({ '0s': 1e9, '1h': ramp(1e9, o.indexGrowthRate + 0.5), '5h': 1e11 })),
      given(ruvector.indexSizeBytes, cosine, 4e9),
    ],
    expect: [
      quiet('1h30m', '3h57m'),
      fires(['4h2m', '4h50m'], {
        labels: l2,
        summary: 'Vector index l2 grows fast',
        description: 'The index l2 of public.items grows by 10MiB per second.',
      }),
      quiet('6h2m'),
    ],
  }),
  example('RuVectorIndexGrowthHigh', 'a load may be large', {
    interval: '1m',
    given: [given(ruvector.indexSizeBytes, l2, ramp(0, o.indexGrowthRate))],
    expect: [quiet('4h')],
  }),

  example('RuVectorCountAnomaly', 'fires when most vectors are gone, until the hour has got used to it', {
    interval: '1m',
    given: [
      given(ruvector.vectorCount, items, changes({ '0s': 1000, '2h': 400 })),
      given(ruvector.vectorCount, other, changes({ '0s': 120, '2h': 48 })),
    ],
    expect: [
      quiet('2h', '2h15m'),
      fires(
        '135m10s',
        {
          labels: items,
          summary: 'The number of vectors in public.items jumped',
          description: 'It differs from its mean of the last hour by 52.38%.',
        },
        {
          labels: other,
          summary: 'The number of vectors in public.other jumped',
          description: 'It differs from its mean of the last hour by 52.38%.',
        },
      ),
      fires('136m10s', {
        labels: items,
        summary: 'The number of vectors in public.items jumped',
        description: 'It differs from its mean of the last hour by 51.81%.',
      }),
      quiet('2h21m'),
    ],
  }),
  example('RuVectorCountAnomaly', 'tables that are small, or that breathe, are in order', {
    interval: '5m',
    given: [given(ruvector.vectorCount, items, hourly(300, 150)), given(ruvector.vectorCount, other, hourly(200, 50))],
    expect: [quiet('1h19m', '2h19m', '3h19m')],
  }),

  example('RuVectorTableNotAnalyzed', 'fires for each table that has changed, until it is analyzed', {
    given: [
      given(
        ruvector.tableLastAnalyzeTimestampSeconds,
        items,
        changes({ '0s': 600 - o.analyzeAgeSeconds, '1h30m': 5400 }),
      ),
      given(
        ruvector.tableLastAnalyzeTimestampSeconds,
        other,
        changes({ '0s': 1200 - o.analyzeAgeSeconds - 1, '1h30m': 5400 }),
      ),
      given(ruvector.indexOperationsTotal, { ...items, operation: 'insert' }, perSecond(0.1)),
      given(ruvector.indexOperationsTotal, { ...items, operation: 'scan' }, perSecond(3)),
      given(ruvector.indexOperationsTotal, { ...other, operation: 'update' }, perSecond(0.1)),
      given(ruvector.indexOperationsTotal, { ...other, operation: 'delete' }, perSecond(0)),
    ],
    expect: [
      quiet('20m', '1h10m'),
      fires('70m10s', {
        labels: items,
        summary: 'Vector table public.items has old statistics',
        description: 'The table has changed in the last day and was last analyzed 1d 1h 0m 10s ago.',
      }),
      fires(
        '1h20m',
        {
          labels: items,
          summary: 'Vector table public.items has old statistics',
          description: 'The table has changed in the last day and was last analyzed 1d 1h 10m 0s ago.',
        },
        {
          labels: other,
          summary: 'Vector table public.other has old statistics',
          description: 'The table has changed in the last day and was last analyzed 1d 1h 0m 1s ago.',
        },
      ),
      quiet('90m20s'),
    ],
  }),
  example('RuVectorTableNotAnalyzed', 'the last day counts, also when a restart is in it', {
    interval: '5m',
    given: [
      // Seen where it matters only: a day of firing is slow to run.
      given(
        ruvector.tableLastAnalyzeTimestampSeconds,
        items,
        changes({ '14h': -2 * o.analyzeAgeSeconds, '16h': stale, '25h30m': -2 * o.analyzeAgeSeconds }),
      ),
      given(
        ruvector.indexOperationsTotal,
        { ...items, operation: 'delete' },
        changes({ '0s': 500, '2h': 520, '3h': 0, '4h': gap }),
      ),
    ],
    expect: [
      quiet('14h30m'),
      fires('15h20m', {
        labels: items,
        summary: 'Vector table public.items has old statistics',
        description: 'The table has changed in the last day and was last analyzed 2d 15h 20m 0s ago.',
      }),
      quiet('27h'),
    ],
  }),
  example('RuVectorTableNotAnalyzed', 'a table that is only searched keeps its statistics', {
    interval: '1m',
    given: [
      given(ruvector.tableLastAnalyzeTimestampSeconds, items, -2 * o.analyzeAgeSeconds),
      given(ruvector.indexOperationsTotal, { ...items, operation: 'insert' }, perSecond(0, 500)),
      given(ruvector.indexOperationsTotal, { ...items, operation: 'scan' }, perSecond(3)),
    ],
    expect: [quiet('2h')],
  }),

  example('RuVectorMemoryUsageHigh', 'compares all indexes with the largest host', {
    given: [
      ...[a, b].flatMap((at) => [
        given(ruvector.indexSizeBytes, { ...l2, ...at }, 1000 * o.memoryShare - 100),
        given(
          ruvector.indexSizeBytes,
          { ...cosine, ...at },
          at === b ? 100 : changes({ '0s': 50, '5m': 150, '30m': 100 }),
        ),
      ]),
      given(node.memoryMemTotalBytes, { instance: 'a:9100' }, 1000),
      given(node.memoryMemTotalBytes, { instance: 'b:9100' }, 500),
    ],
    expect: [
      quiet('5m20s', '20m'),
      fires(['20m10s', '30m'], {
        labels: { ...a, job: 'dpg-application' },
        summary: 'Vector indexes outgrow the memory of the database host',
        description: 'To be searched from memory, the vector indexes need 35% of it.',
      }),
      quiet('30m20s'),
    ],
  }),
  example('RuVectorMemoryUsageHigh', 'a rebuild is over in time', {
    given: [
      given(ruvector.indexSizeBytes, l2, changes({ '0s': 200, '5m': 400, '19m': 200 })),
      given(node.memoryMemTotalBytes, { instance: 'a:9100' }, 1000),
    ],
    expect: [quiet('19m', '20m10s', '30m')],
  }),

  example('RuVectorIndexBuildSlow', 'fires for the build that goes on', {
    given: [
      given(ruvector.indexBuildElapsedSeconds, items, changes({ '0s': ramp(o.buildSeconds - 59, 1), '5m': 0 })),
      given(ruvector.indexBuildElapsedSeconds, other, o.buildSeconds),
    ],
    expect: [
      quiet('1m20s', '2m'),
      fires('2m10s', {
        labels: items,
        summary: 'An index build on public.items takes long',
        description: 'The build has run for 31m 1s.',
      }),
      quiet('5m20s'),
    ],
  }),
  example('RuVectorIndexBuildSlow', 'half an hour is allowed', {
    given: [given(ruvector.indexBuildElapsedSeconds, items, o.buildSeconds)],
    expect: [quiet('10m')],
  }),

  equivalent('RuVectorCountAnomaly', {
    'operands/1/swapped': 'The difference counts, whichever way.',
  }),
  equivalent('RuVectorTableNotAnalyzed', {
    'threshold/2/more': 'Operations are whole, and an increase is extrapolated: it is 0, or more than 1.',
  }),
  equivalent('RuVectorMemoryUsageHigh', {
    'matcher/1/instance/dropped': 'By default, the database may be on any instance.',
  }),
])
