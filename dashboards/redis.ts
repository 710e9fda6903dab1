import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { redisMetrics as m } from '../exporters/redis/metrics.ts'
import type { RedisOptions } from '../stack/options/redis.ts'
import {
  below,
  falling,
  floor,
  health,
  limitLine,
  limits,
  noneAllowed,
  numbers,
  numbersBeside,
  ratio,
  red,
  rising,
  success,
} from './look.ts'
import { instancesOf } from './variables.ts'

const of = '{instance=~"$instance"}'
const hits = promql`sum by (instance) (rate(${m.keyspaceHitsTotal}${of}[$__rate_interval]))`
const misses = promql`sum by (instance) (rate(${m.keyspaceMissesTotal}${of}[$__rate_interval]))`
const hitRatio = promql`${hits} / (${hits} + ${misses} > 0)`
const memoryRatio = promql`${m.memoryUsedBytes}${of} / (${m.memoryMaxBytes}${of} > 0)`

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
        title: 'Memory of its limit',
        description: 'Empty when Redis has no limit (maxmemory 0).',
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

function memory(o: RedisOptions) {
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

function keys(o: RedisOptions) {
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

function clients(o: RedisOptions) {
  return row('Clients', [
    panel(
      'timeseries',
      {
        title: 'Clients',
        unit: 'short',
        min: 0,
        legend: numbers,
        thresholds: limits(o.clients),
        thresholdStyle: 'dashed',
        overrides: [red('/blocked/')],
        width: 8,
      },
      [
        target(promql`${m.connectedClients}${of}`, 'connected {{instance}}'),
        target(promql`${m.blockedClients}${of}`, 'blocked {{instance}}'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Connections', unit: 'ops', min: 0, legend: numbers, overrides: [red('/rejected/')], width: 8 },
      [
        target(
          promql`sum by (instance) (rate(${m.connectionsReceivedTotal}${of}[$__rate_interval]))`,
          'accepted {{instance}}',
        ),
        target(
          promql`sum by (instance) (rate(${m.rejectedConnectionsTotal}${of}[$__rate_interval]))`,
          'rejected {{instance}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Network',
        description: 'Received above the axis, sent below.',
        unit: 'Bps',
        legend: numbers,
        overrides: [below('/sent/')],
        width: 8,
      },
      [
        target(
          promql`sum by (instance) (rate(${m.netInputBytesTotal}${of}[$__rate_interval]))`,
          'received {{instance}}',
        ),
        target(promql`sum by (instance) (rate(${m.netOutputBytesTotal}${of}[$__rate_interval]))`, 'sent {{instance}}'),
      ],
    ),
  ])
}

function commands() {
  return row('Commands', [
    panel(
      'timeseries',
      { title: 'Commands by name', unit: 'ops', min: 0, draw: 'area', stack: 'normal', legend: numbersBeside },
      [target(promql`topk(10, sum by (cmd) (rate(${m.commandsTotal}${of}[$__rate_interval])) > 0)`, '{{cmd}}')],
    ),
    panel('timeseries', { title: 'Mean time of a command', unit: 's', min: 0, legend: numbersBeside }, [
      target(
        promql`
          topk(10,
            sum by (cmd) (rate(${m.commandsDurationSecondsTotal}${of}[$__rate_interval]))
              / (sum by (cmd) (rate(${m.commandsTotal}${of}[$__rate_interval])) > 0)
          )`,
        '{{cmd}}',
      ),
    ]),
    panel(
      'timeseries',
      {
        title: 'Slow commands',
        description: 'New entries of the slow log.',
        unit: 'short',
        min: 0,
        draw: 'bars',
        legend: numbers,
      },
      [target(promql`delta(${m.slowlogLastId}${of}[$__rate_interval]) >= 0`, '{{instance}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'CPU',
        description: '100 % is one core; Redis executes commands on one.',
        unit: 'percentunit',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
      },
      [
        target(promql`sum(rate(${m.cpuUserSecondsTotal}${of}[$__rate_interval]))`, 'user'),
        target(promql`sum(rate(${m.cpuSysSecondsTotal}${of}[$__rate_interval]))`, 'system'),
      ],
    ),
  ])
}

function persistence() {
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
