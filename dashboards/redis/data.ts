import { panel, promql, row, target } from '#belfry'
import { redisMetrics as m } from '../../exporters/redis/metrics.ts'
import type { RedisOptions } from '../../stack/options/redis.ts'
import { floor, limitLine, limits, numbers, numbersBeside, ratio, red, rising, success } from '../look.ts'
import { hitRatio, hits, misses, of } from './selectors.ts'

/** What the memory holds. */
export function memory(o: RedisOptions) {
  return row('Memory', [
    panel(
      'timeseries',
      { title: 'Memory', unit: 'bytes', min: 0, legend: numbers, overrides: [limitLine('/limit/')] },
      [
        target(promql`${m.memoryUsedBytes}${of}`, 'used {{instance}}'),
        target(promql`${m.memoryUsedRssBytes}${of}`, 'resident {{instance}}'),
        target(promql`${m.memoryUsedPeakBytes}${of}`, 'peak {{instance}}'),
        target(promql`${m.memoryMaxBytes}${of} > 0`, 'limit {{instance}}'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Data and overhead', unit: 'bytes', min: 0, draw: 'area', stack: 'normal', legend: numbers },
      [
        target(promql`sum(${m.memoryUsedDatasetBytes}${of})`, 'data'),
        target(promql`sum(${m.memoryUsedOverheadBytes}${of})`, 'overhead'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Fragmentation',
        description:
          'Resident memory divided by memory handed out. Far above 1 wastes memory, below 1 means swapping; it is meaningless while Redis holds only a few megabytes.',
        unit: 'none',
        decimals: 2,
        min: 0,
        thresholds: limits(o.fragmentation),
        thresholdStyle: 'dashed',
        legend: numbers,
      },
      [target(promql`${m.memFragmentationRatio}${of}`, '{{instance}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Evicted and expired keys',
        description: 'Evictions mean that memory is short; expiry is normal.',
        unit: 'ops',
        min: 0,
        legend: numbers,
        overrides: [red('/evicted/')],
      },
      [
        target(promql`sum by (instance) (rate(${m.evictedKeysTotal}${of}[$__rate_interval]))`, 'evicted {{instance}}'),
        target(promql`sum by (instance) (rate(${m.expiredKeysTotal}${of}[$__rate_interval]))`, 'expired {{instance}}'),
      ],
    ),
  ])
}

/** How often keys are found, and how many there are. */
export function keys(o: RedisOptions) {
  return row('Hits and keys', [
    panel(
      'timeseries',
      {
        title: 'Hit ratio',
        description: 'Of the look-ups at that time; a gap is a time without look-ups.',
        ...ratio,
        thresholds: floor(o.hitRateMinimum),
        thresholdStyle: 'dashed',
        legend: numbers,
      },
      [target(hitRatio, '{{instance}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Hits and misses',
        unit: 'ops',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
        overrides: [red('/misses/')],
      },
      [target(hits, 'hits {{instance}}'), target(misses, 'misses {{instance}}')],
    ),
    panel(
      'timeseries',
      { title: 'Keys by database', unit: 'short', min: 0, draw: 'area', stack: 'normal', legend: numbersBeside },
      [target(promql`sum by (db) (${m.dbKeys}${of}) > 0`, '{{db}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Keys with an expiry',
        description: 'Share of the keys of each database that will expire.',
        ...ratio,
        legend: numbersBeside,
      },
      [target(promql`sum by (db) (${m.dbKeysExpiring}${of}) / (sum by (db) (${m.dbKeys}${of}) > 0)`, '{{db}}')],
    ),
  ])
}

/** What would survive a crash. */
export function persistence() {
  return row(
    'Persistence and replication',
    [
      panel('stat', { title: 'Last save', ...success, colorMode: 'background' }, [
        target(promql`min(${m.rdbLastBgsaveStatus}${of})`),
      ]),
      panel('stat', { title: 'Age of the last save', unit: 's' }, [
        target(promql`time() - min(${m.rdbLastSaveTimestampSeconds}${of})`),
      ]),
      panel('stat', { title: 'Unsaved changes', unit: 'short', sparkline: true }, [
        target(promql`sum(${m.rdbChangesSinceLastSave}${of})`),
      ]),
      panel('stat', { title: 'Append-only file', ...success, noValue: 'off', colorMode: 'background' }, [
        target(promql`min(${m.aofLastWriteStatus}${of} and ${m.aofEnabled}${of} == 1)`),
      ]),
      panel('stat', { title: 'Last fork', unit: 's', thresholds: rising(0.1, 1) }, [
        target(promql`max(${m.latestForkSeconds}${of})`),
      ]),
      panel('stat', { title: 'Replicas', unit: 'short' }, [target(promql`sum(${m.connectedSlaves}${of})`)]),
    ],
    { collapsed: true },
  )
}
