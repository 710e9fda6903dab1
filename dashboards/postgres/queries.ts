import { panel, promql, row, target } from '#belfry'
import { postgresMetrics as m } from '../../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg, pgQueryMetrics as query } from '../../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../../stack/options/postgres.ts'
import { falling, floor, limits, numbers, numbersBeside, ratio, red } from '../look.ts'
import { hits, of, rateOf, reads } from './selectors.ts'

/** How long queries take, and what they wait for. */
export function queries(o: PostgresOptions) {
  const quantile = (q: number) =>
    target(
      promql`histogram_quantile(${q}, sum by (le) (rate(${dpg.queryDurationSeconds.bucket}[$__rate_interval])))`,
      `p${q * 100}`,
    )
  return row('Query performance', [
    panel(
      'timeseries',
      {
        title: 'Probe queries',
        description: 'Time of the scheduled queries that stand for those of the application.',
        unit: 's',
        min: 0,
        legend: numbers,
      },
      [quantile(0.5), quantile(0.95), quantile(0.99)],
    ),
    panel(
      'timeseries',
      {
        title: 'Oldest transaction by state',
        description: 'The line is the threshold of the alert.',
        unit: 's',
        min: 0,
        legend: numbersBeside,
        thresholds: limits(o.longQuerySeconds),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`max by (state) (${m.statActivityMaxTxDuration}{instance=~"$instance",datname=~"$database",state!~"disabled|fastpath function call"})`,
          '{{state}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Locks',
        description: 'Held, by mode; modes that nobody holds are left out.',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbersBeside,
      },
      [target(promql`sum by (mode) (${m.locksCount}{instance=~"$instance",datname=~"$database"}) > 0`, '{{mode}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Waiting for disk',
        description:
          'Sessions that wait for block reads and writes at a time, on average; 0 unless track_io_timing is on.',
        unit: 'none',
        decimals: 2,
        min: 0,
        legend: numbers,
      },
      [
        target(promql`sum(${rateOf(m.statDatabaseBlkReadTime)}) / 1000`, 'reading'),
        target(promql`sum(${rateOf(m.statDatabaseBlkWriteTime)}) / 1000`, 'writing'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Temporary files',
        description: 'What sorts and hashes that exceed work_mem write to disk.',
        unit: 'Bps',
        min: 0,
        legend: numbers,
        thresholds: limits(o.tempBytesRate),
        thresholdStyle: 'dashed',
        width: 24,
        height: 6,
      },
      [target(promql`sum by (datname) (${rateOf(m.statDatabaseTempBytes)})`, '{{datname}}')],
    ),
  ])
}

/** What the shared buffers serve. */
export function cache(o: PostgresOptions) {
  return row('Cache', [
    panel(
      'timeseries',
      {
        title: 'Cache hits by database',
        description: 'Share of the block reads that the shared buffers served; a gap is a time without reads.',
        ...ratio,
        legend: numbers,
        thresholds: floor(o.cacheHitMinimum),
        thresholdStyle: 'dashed',
      },
      [target(promql`${hits} / (${hits} + ${reads} > 0)`, '{{instance}} {{datname}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Block reads',
        description:
          'What is not in the shared buffers is in the cache of the kernel, or on disk: PostgreSQL cannot tell.',
        unit: 'ops',
        min: 0,
        legend: numbers,
        overrides: [red('from elsewhere')],
      },
      [target(promql`sum(${hits})`, 'from the shared buffers'), target(promql`sum(${reads})`, 'from elsewhere')],
    ),
    panel(
      'bargauge',
      {
        title: 'Coldest tables',
        description: 'The lowest hit ratio since the statistics were reset.',
        ...ratio,
        thresholds: falling(o.cacheHitMinimum),
        width: 16,
      },
      [
        target(
          promql`bottomk(8, max by (schemaname, tablename) (${query.tableCacheHitRatio}{tablename=~"$table"}))`,
          '{{schemaname}}.{{tablename}}',
        ),
      ],
    ),
    panel(
      'stat',
      { title: 'Shared buffers', description: 'The cache of the smallest server.', unit: 'bytes', height: 8 },
      [target(promql`min(${m.settingsSharedBuffersBytes}${of})`)],
    ),
    panel(
      'stat',
      {
        title: 'Lifetime hit ratio',
        description: 'Since the statistics were reset.',
        ...ratio,
        decimals: 1,
        thresholds: falling(o.cacheHitMinimum),
        height: 8,
      },
      [target(promql`min(${dpg.cacheHitRatio})`)],
    ),
  ])
}
