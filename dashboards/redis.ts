import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { redisMetrics as m } from '../exporters/redis/metrics.ts'
import type { RedisOptions } from '../stack/options/redis.ts'
import { falling, health, noneAllowed, ratio, rising } from './look.ts'
import { keys, memory, persistence } from './redis/data.ts'
import { memoryRatio, of } from './redis/selectors.ts'
import { clients, commands } from './redis/traffic.ts'
import { instancesOf } from './variables.ts'

/** Memory, hits, keys, clients, commands and persistence of Redis. */
export function redisDashboard(o: RedisOptions): DashboardSpec {
  return dashboard('redis', {
    title: 'Redis',
    description: 'The cache: what it holds, how often it answers, and who asks.',
    variables: [instancesOf(m.up)],
    rows: [status(o), memory(o), keys(o), clients(o), commands(), persistence()],
  })
}

function status(o: RedisOptions) {
  const small = { width: 3 } as const
  return row('Status', [
    panel(
      'stat',
      {
        title: 'Redis',
        description: 'Red as well when the exporter cannot be reached.',
        ...health,
        ...small,
        colorMode: 'background',
      },
      [target(promql`min(${m.up}${of}) or vector(0)`)],
    ),
    panel('stat', { title: 'Uptime', unit: 's', ...small, thresholds: falling(3600, 600) }, [
      target(promql`min(${m.uptimeInSeconds}${of})`),
    ]),
    panel(
      'gauge',
      {
        title: 'Memory',
        description: 'Share of its limit. Empty when Redis has no limit (maxmemory 0).',
        ...ratio,
        ...small,
        thresholds: rising(o.memoryWarning, o.memoryCritical),
        noValue: 'no limit',
      },
      [target(promql`max(${memoryRatio})`)],
    ),
    panel(
      'gauge',
      {
        title: 'Hit ratio',
        description: 'Of the key look-ups of the last five minutes.',
        ...ratio,
        ...small,
        thresholds: falling(o.hitRateMinimum),
        noValue: 'idle',
      },
      [
        target(
          promql`sum(rate(${m.keyspaceHitsTotal}${of}[5m])) / (sum(rate(${m.keyspaceHitsTotal}${of}[5m])) + sum(rate(${m.keyspaceMissesTotal}${of}[5m])) > 0)`,
        ),
      ],
    ),
    panel('stat', { title: 'Keys', unit: 'short', ...small, sparkline: true }, [target(promql`sum(${m.dbKeys}${of})`)]),
    panel('stat', { title: 'Clients', unit: 'short', ...small, thresholds: rising(o.clients), sparkline: true }, [
      target(promql`sum(${m.connectedClients}${of})`),
    ]),
    panel('stat', { title: 'Commands', unit: 'ops', ...small, sparkline: true }, [
      target(promql`sum(rate(${m.commandsProcessedTotal}${of}[$__rate_interval]))`),
    ]),
    panel(
      'stat',
      {
        title: 'Rejected',
        description: 'Connections refused within the time range.',
        unit: 'short',
        decimals: 0,
        ...small,
        thresholds: noneAllowed,
      },
      [target(promql`sum(increase(${m.rejectedConnectionsTotal}${of}[$__range]))`)],
    ),
  ])
}
