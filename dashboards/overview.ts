import { type DashboardSpec, dashboard, type MetricFamily, panel, promql, row, target } from '#belfry'
import { belfryMetrics } from '../exporters/belfry/metrics.ts'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import { dpgMetrics as dpg, ruvectorMetrics } from '../exporters/ruvector/metrics.ts'
import { colored, health, limitLine, noneAllowed, numbers, ratio, red, rising } from './look.ts'

const third = { width: 8, height: 10, legend: numbers } as const
const rateOf = (family: MetricFamily) => promql`rate(${family}[$__rate_interval])`

/** The whole stack on one page: is it up, does anything ring, and how much does it do. */
export function overviewDashboard(): DashboardSpec {
  return dashboard('overview', {
    title: 'Overview',
    description:
      'The stack at a glance: health, alerts, connections, transactions, caches, search and requests. The other dashboards show each part.',
    rows: [healthRow(), databases(), caches(), search(), application(), machines()],
  })
}

function healthRow() {
  const light = (title: string, family: MetricFamily, selector = '') =>
    panel('stat', { title, description: 'Red as well when nobody can tell.', ...health, colorMode: 'background' }, [
      target(promql`min(${family}${selector}) or vector(0)`),
    ])
  return row('Health', [
    light('PostgreSQL', pg.up),
    light('Redis', redis.up),
    light('RuVector', belfryMetrics.collectorSuccess, '{collector=~"ruvector.*"}'),
    panel('stat', { title: 'Targets down', unit: 'short', thresholds: noneAllowed, colorMode: 'background' }, [
      target(promql`count(up == 0) or vector(0)`),
    ]),
    panel('stat', { title: 'Critical alerts', unit: 'short', thresholds: noneAllowed, colorMode: 'background' }, [
      target(promql`count(ALERTS{alertstate="firing",severity="critical"}) or vector(0)`),
    ]),
    panel('stat', { title: 'Warnings', unit: 'short', thresholds: rising(1), colorMode: 'background' }, [
      target(promql`count(ALERTS{alertstate="firing",severity="warning"}) or vector(0)`),
    ]),
    panel(
      'state-timeline',
      { title: 'Targets by job', description: 'The worst target of each job.', ...health, legend: { mode: 'hidden' } },
      [target(promql`min by (job) (up)`, '{{job}}')],
    ),
    panel('alertlist', { title: 'Alerts' }),
  ])
}

function databases() {
  return row('Connections and transactions', [
    panel(
      'timeseries',
      {
        title: 'PostgreSQL sessions',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        ...third,
        overrides: [limitLine('limit')],
      },
      [
        target(promql`sum by (state) (${pg.statActivityCount}{state!~"disabled|fastpath function call"})`, '{{state}}'),
        target(promql`sum(max by (instance) (${pg.settingsMaxConnections}))`, 'limit'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'PostgreSQL transactions', unit: 'ops', min: 0, ...third, overrides: [red('rolled back')] },
      [
        target(promql`sum(${rateOf(pg.statDatabaseXactCommit)})`, 'committed'),
        target(promql`sum(${rateOf(pg.statDatabaseXactRollback)})`, 'rolled back'),
      ],
    ),
    panel('timeseries', { title: 'Redis clients', unit: 'short', min: 0, ...third, overrides: [red('blocked')] }, [
      target(promql`sum(${redis.connectedClients})`, 'connected'),
      target(promql`sum(${redis.blockedClients})`, 'blocked'),
    ]),
  ])
}

function caches() {
  const hits = promql`sum(${rateOf(pg.statDatabaseBlksHit)})`
  const reads = promql`sum(${rateOf(pg.statDatabaseBlksRead)})`
  const found = promql`sum(${rateOf(redis.keyspaceHitsTotal)})`
  const missed = promql`sum(${rateOf(redis.keyspaceMissesTotal)})`
  return row('Caches', [
    panel(
      'timeseries',
      {
        title: 'Hit ratios',
        description: 'Of the reads at that time; a gap is a time without reads.',
        ...ratio,
        ...third,
      },
      [
        target(promql`${hits} / (${hits} + ${reads} > 0)`, 'PostgreSQL buffers'),
        target(promql`${found} / (${found} + ${missed} > 0)`, 'Redis keys'),
      ],
    ),
    panel('timeseries', { title: 'Redis memory', unit: 'bytes', min: 0, ...third, overrides: [limitLine('limit')] }, [
      target(promql`sum(${redis.memoryUsedBytes})`, 'used'),
      target(promql`sum(${redis.memoryMaxBytes} > 0)`, 'limit'),
    ]),
    panel('timeseries', { title: 'Redis commands', unit: 'ops', min: 0, draw: 'area', ...third }, [
      target(promql`sum(${rateOf(redis.commandsProcessedTotal)})`, 'commands'),
    ]),
  ])
}

function search() {
  const { searchLatencySeconds, vectorCount, indexOperationsTotal } = ruvectorMetrics
  const quantile = (q: number) =>
    target(
      promql`histogram_quantile(${q}, sum by (le) (rate(${searchLatencySeconds.bucket}[$__rate_interval])))`,
      `p${q * 100}`,
    )
  return row('RuVector', [
    panel('timeseries', { title: 'Search latency', unit: 's', min: 0, ...third }, [
      quantile(0.5),
      quantile(0.95),
      quantile(0.99),
    ]),
    panel('timeseries', { title: 'Vectors', unit: 'short', min: 0, ...third }, [
      target(promql`sum by (table) (${vectorCount})`, '{{table}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Operations',
        unit: 'ops',
        min: 0,
        draw: 'area',
        stack: 'normal',
        ...third,
        overrides: [red('error'), colored('scan', 'blue')],
      },
      [target(promql`sum by (operation) (${rateOf(indexOperationsTotal)})`, '{{operation}}')],
    ),
  ])
}

function application() {
  return row('Application', [
    panel(
      'timeseries',
      {
        title: 'Queries',
        description: 'Scheduled probe queries that were answered, by type.',
        unit: 'reqps',
        min: 0,
        draw: 'area',
        stack: 'normal',
        ...third,
      },
      [
        target(
          promql`sum by (query_type) (rate(${dpg.queryDurationSeconds.count}[$__rate_interval]))`,
          '{{query_type}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Failed queries', unit: 'reqps', min: 0, draw: 'bars', ...third, noValue: 'none so far' },
      [target(promql`sum by (query_type) (${rateOf(dpg.queryErrorsTotal)})`, '{{query_type}}')],
    ),
    panel('timeseries', { title: 'Query time p95', unit: 's', min: 0, ...third }, [
      target(
        promql`histogram_quantile(0.95, sum by (le, query_type) (rate(${dpg.queryDurationSeconds.bucket}[$__rate_interval])))`,
        '{{query_type}}',
      ),
    ]),
  ])
}

function machines() {
  return row('Machines', [
    panel('timeseries', { title: 'CPU', ...ratio, ...third }, [
      target(
        promql`1 - avg by (instance) (rate(${node.cpuSecondsTotal}{mode="idle"}[$__rate_interval]))`,
        '{{instance}}',
      ),
    ]),
    panel('timeseries', { title: 'Memory', ...ratio, ...third }, [
      target(promql`1 - ${node.memoryMemAvailableBytes} / ${node.memoryMemTotalBytes}`, '{{instance}}'),
    ]),
    panel(
      'timeseries',
      { title: 'Network', description: 'Received, without the loopback interface.', unit: 'Bps', min: 0, ...third },
      [
        target(
          promql`sum by (instance) (rate(${node.networkReceiveBytesTotal}{device!="lo"}[$__rate_interval]))`,
          '{{instance}}',
        ),
      ],
    ),
  ])
}
