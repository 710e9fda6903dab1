import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { belfryMetrics } from '../exporters/belfry/metrics.ts'
import { pgQueryMetrics, ruvectorMetrics } from '../exporters/ruvector/metrics.ts'
import type { RuvectorOptions } from '../stack/options/ruvector.ts'
import { colored, health, limits, noneAllowed, numbers, numbersBeside, ratio, red, rising } from './look.ts'
import { valuesOf } from './variables.ts'

const { searchLatencySeconds: latency } = ruvectorMetrics
const operations = ruvectorMetrics.indexOperationsTotal

/** Search latency, indexes, vectors and their operations. */
export function ruvectorDashboard(o: RuvectorOptions): DashboardSpec {
  return dashboard('ruvector', {
    title: 'RuVector',
    description: 'Nearest-neighbour search: how fast it is, how its indexes grow, and what is written to it.',
    variables: [valuesOf('table', 'Table', ruvectorMetrics.vectorCount)],
    rows: [status(o), search(o), indexes(), vectors(o), memory()],
  })
}

function status(o: RuvectorOptions) {
  const { searchLatencyWarning: warning, searchLatencyCritical: critical } = o
  return row('Status', [
    panel(
      'stat',
      {
        title: 'Collector',
        description:
          'Whether the exporter could read the vector tables. Red as well when the exporter cannot be reached.',
        ...health,
        colorMode: 'background',
      },
      [target(promql`min(${belfryMetrics.collectorSuccess}{collector=~"ruvector.*"}) or vector(0)`)],
    ),
    panel(
      'stat',
      {
        title: 'Search latency p95',
        description: 'Of the scheduled probe query, over five minutes.',
        unit: 's',
        thresholds: rising(warning, critical),
        sparkline: true,
        noValue: 'no search',
      },
      [target(promql`histogram_quantile(0.95, sum by (le) (rate(${latency.bucket}{table=~"$table"}[5m])))`)],
    ),
    panel(
      'stat',
      {
        title: 'Search latency p99',
        unit: 's',
        thresholds: rising(warning, critical),
        sparkline: true,
        noValue: 'no search',
      },
      [target(promql`histogram_quantile(0.99, sum by (le) (rate(${latency.bucket}{table=~"$table"}[5m])))`)],
    ),
    panel('stat', { title: 'Vectors', unit: 'short', sparkline: true }, [
      target(promql`sum(${ruvectorMetrics.vectorCount}{table=~"$table"})`),
    ]),
    panel('stat', { title: 'Index size', unit: 'bytes', sparkline: true }, [
      target(promql`sum(${ruvectorMetrics.indexSizeBytes}{table=~"$table"})`),
    ]),
    panel(
      'stat',
      {
        title: 'Failed searches',
        description: 'Within the time range.',
        unit: 'short',
        decimals: 0,
        thresholds: noneAllowed,
      },
      [target(promql`sum(increase(${operations}{operation="error",table=~"$table"}[$__range])) or vector(0)`)],
    ),
  ])
}

function search(o: RuvectorOptions) {
  const lines = {
    thresholds: limits(o.searchLatencyWarning, o.searchLatencyCritical),
    thresholdStyle: 'dashed',
  } as const
  const quantile = (q: number) =>
    target(
      promql`histogram_quantile(${q}, sum by (le) (rate(${latency.bucket}{table=~"$table"}[$__rate_interval])))`,
      `p${q * 100}`,
    )
  return row('Search', [
    panel(
      'timeseries',
      {
        title: 'Search latency',
        description: 'The dashed lines are the thresholds of the alerts.',
        unit: 's',
        min: 0,
        legend: numbers,
        ...lines,
      },
      [quantile(0.5), quantile(0.95), quantile(0.99)],
    ),
    panel('timeseries', { title: 'Search latency p95 by table', unit: 's', min: 0, legend: numbers, ...lines }, [
      target(
        promql`histogram_quantile(0.95, sum by (le, schema, table) (rate(${latency.bucket}{table=~"$table"}[$__rate_interval])))`,
        '{{schema}}.{{table}}',
      ),
    ]),
    panel(
      'heatmap',
      { title: 'Latency distribution', description: 'Searches by the bucket that they fell in.', unit: 's' },
      [
        target(promql`sum by (le) (increase(${latency.bucket}{table=~"$table"}[$__rate_interval]))`, {
          legend: '{{le}}',
          format: 'heatmap',
        }),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Searches and failures',
        description: 'Probe queries answered, and those that failed or timed out.',
        unit: 'ops',
        min: 0,
        draw: 'area',
        legend: numbers,
        overrides: [red('failed')],
      },
      [
        target(promql`sum(rate(${latency.count}{table=~"$table"}[$__rate_interval]))`, 'answered'),
        target(promql`sum(rate(${operations}{operation="error",table=~"$table"}[$__rate_interval]))`, 'failed'),
      ],
    ),
  ])
}

function indexes() {
  const m = ruvectorMetrics
  return row('Indexes', [
    panel(
      'timeseries',
      { title: 'Index size', unit: 'bytes', min: 0, draw: 'area', stack: 'normal', legend: numbers },
      [target(promql`sum by (index_name) (${m.indexSizeBytes}{table=~"$table"})`, '{{index_name}}')],
    ),
    panel('timeseries', { title: 'Index scans', unit: 'ops', min: 0, legend: numbers }, [
      target(
        promql`sum by (index_name) (rate(${m.indexScansTotal}{table=~"$table"}[$__rate_interval]))`,
        '{{index_name}}',
      ),
    ]),
    panel(
      'timeseries',
      {
        title: 'Entries read and rows fetched',
        description: 'Entries that index scans returned, and the live rows that simple scans fetched for them.',
        unit: 'ops',
        min: 0,
        legend: numbers,
      },
      [
        target(promql`sum(rate(${m.indexTuplesReadTotal}{table=~"$table"}[$__rate_interval]))`, 'read'),
        target(promql`sum(rate(${m.indexTuplesFetchedTotal}{table=~"$table"}[$__rate_interval]))`, 'fetched'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Index builds',
        description: 'Builds that run now, and how long the oldest has taken.',
        unit: 'short',
        min: 0,
        legend: numbers,
        overrides: [{ match: '/elapsed/', properties: { unit: 's', 'custom.axisPlacement': 'right' } }],
      },
      [
        target(promql`sum(${m.indexBuildsInProgress}{table=~"$table"})`, 'running'),
        target(promql`max(${m.indexBuildElapsedSeconds}{table=~"$table"})`, 'elapsed'),
      ],
    ),
  ])
}

function vectors(o: RuvectorOptions) {
  const m = ruvectorMetrics
  return row('Vectors', [
    panel('timeseries', { title: 'Vectors by table', unit: 'short', min: 0, legend: numbers }, [
      target(promql`sum by (schema, table) (${m.vectorCount}{table=~"$table"})`, '{{schema}}.{{table}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Operations',
        unit: 'ops',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
        overrides: [red('error'), colored('scan', 'blue')],
      },
      [target(promql`sum by (operation) (rate(${operations}{table=~"$table"}[$__rate_interval]))`, '{{operation}}')],
    ),
    panel(
      'bargauge',
      {
        title: 'Time since the last analysis',
        description: 'Stale statistics make the planner pass the vector index by.',
        unit: 's',
        min: 0,
        max: o.analyzeAgeSeconds,
        thresholds: rising(o.analyzeAgeSeconds),
        noValue: 'never analyzed',
        width: 8,
      },
      [
        target(
          promql`time() - max by (schema, table) (${m.tableLastAnalyzeTimestampSeconds}{table=~"$table"})`,
          '{{schema}}.{{table}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Dead rows',
        description: 'Share of the rows of each vector table that a vacuum would remove.',
        ...ratio,
        legend: numbersBeside,
        width: 16,
      },
      [
        target(
          promql`
            max by (schemaname, tablename) (${pgQueryMetrics.ruvectorTableDeadTuples}{tablename=~"$table"})
              / (max by (schemaname, tablename) (${pgQueryMetrics.ruvectorTableLiveTuples}{tablename=~"$table"} + ${pgQueryMetrics.ruvectorTableDeadTuples}{tablename=~"$table"}) > 0)`,
          '{{schemaname}}.{{tablename}}',
        ),
      ],
    ),
  ])
}

function memory() {
  const hits = pgQueryMetrics.tableCacheHits
  const reads = pgQueryMetrics.tableCacheReads
  return row('Memory', [
    panel(
      'timeseries',
      {
        title: 'Shared buffer hits by table',
        description:
          'Share of the block reads of each vector table that the shared buffers served. A search is fast while its index stays in memory.',
        ...ratio,
        legend: numbersBeside,
        width: 16,
      },
      [
        target(
          promql`
            sum by (schemaname, tablename) (rate(${hits}{tablename=~"$table"}[$__rate_interval]))
              / (sum by (schemaname, tablename) (rate(${hits}{tablename=~"$table"}[$__rate_interval]) + rate(${reads}{tablename=~"$table"}[$__rate_interval])) > 0)`,
          '{{schemaname}}.{{tablename}}',
        ),
      ],
    ),
    panel('bargauge', { title: 'Largest indexes', unit: 'bytes', min: 0, width: 8 }, [
      target(
        promql`topk(8, sum by (index_name) (${ruvectorMetrics.indexSizeBytes}{table=~"$table"}))`,
        '{{index_name}}',
      ),
    ]),
  ])
}
