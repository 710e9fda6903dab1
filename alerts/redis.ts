import { alert, promql, record, rules } from '#belfry'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import type { RedisOptions } from '../stack/options/redis.ts'

const database = { category: 'database' } as const
const performance = { category: 'performance' } as const

export default rules((o: RedisOptions) => [
  record('instance:redis_memory:ratio', {
    // A limit of 0 is no limit.
    expr: promql`${redis.memoryUsedBytes} / (${redis.memoryMaxBytes} != 0)`,
  }),
  record('instance:redis_lookups:rate5m', {
    expr: promql`rate(${redis.keyspaceHitsTotal}[5m]) + rate(${redis.keyspaceMissesTotal}[5m])`,
  }),
  record('instance:redis_keyspace_hits:ratio_rate5m', {
    expr: promql`rate(${redis.keyspaceHitsTotal}[5m]) / (instance:redis_lookups:rate5m > 0)`,
  }),

  alert('RedisDown', {
    expr: promql`${redis.up} == 0`,
    for: o.downFor,
    severity: 'critical',
    labels: database,
    summary: 'Redis behind {{ $labels.instance }} is down',
    description: 'The exporter {{ $labels.instance }} cannot connect to Redis.',
  }),
  alert('RedisMemoryUsageHigh', {
    expr: promql`instance:redis_memory:ratio > ${o.memoryWarning}`,
    for: '10m',
    severity: 'warning',
    labels: { ...performance, subject: 'redis memory' },
    summary: 'Redis on {{ $labels.instance }} uses much of its memory',
    description: '{{ $value | humanizePercentage }} of maxmemory is in use.',
    allow: {
      'alert-budget':
        'Keys that have expired are removed little by little, so that memory goes up and down for minutes.',
    },
  }),
  alert('RedisMemoryUsageCritical', {
    expr: promql`instance:redis_memory:ratio > ${o.memoryCritical}`,
    for: '5m',
    severity: 'critical',
    labels: { ...performance, subject: 'redis memory' },
    summary: 'Redis on {{ $labels.instance }} is running out of memory',
    description: '{{ $value | humanizePercentage }} of maxmemory is in use; soon keys are evicted or writes refused.',
    allow: { 'alert-budget': 'A burst of short-lived keys reaches the limit and expires within minutes.' },
  }),
  alert('RedisHitRateLow', {
    expr: promql`
      instance:redis_keyspace_hits:ratio_rate5m < ${o.hitRateMinimum}
      and instance:redis_lookups:rate5m > ${o.hitRateMinimumLookups}
    `,
    for: '15m',
    severity: 'warning',
    labels: performance,
    summary: 'Redis on {{ $labels.instance }} misses many keys',
    description: '{{ $value | humanizePercentage }} of the look-ups of the last 5 minutes found their key.',
    allow: { 'alert-budget': 'A cache that was restarted or emptied is cold for minutes.' },
  }),
  alert('RedisEvictionsHigh', {
    expr: promql`rate(${redis.evictedKeysTotal}[5m]) > ${o.evictionRate}`,
    for: '10m',
    severity: 'warning',
    labels: performance,
    summary: 'Redis on {{ $labels.instance }} evicts keys',
    description: '{{ $value | humanize }} keys per second are evicted for lack of memory.',
    allow: { 'alert-budget': 'In a peak the limit is reached and keys are evicted for minutes, as it is meant to be.' },
  }),
  alert('RedisConnectedClientsHigh', {
    expr: promql`${redis.connectedClients} > ${o.clients}`,
    for: '10m',
    severity: 'warning',
    labels: database,
    summary: 'Redis on {{ $labels.instance }} has many clients',
    description: '{{ $value | printf "%.0f" }} clients are connected.',
    allow: { 'alert-budget': 'During a deployment old and new clients are connected side by side for minutes.' },
  }),
  alert('RedisBlockedClients', {
    expr: promql`${redis.blockedClients} > ${o.blockedClients}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Clients of Redis on {{ $labels.instance }} are blocked',
    description: 'Clients that wait in a blocking command: {{ $value | printf "%.0f" }}.',
    allow: {
      'alert-budget': 'Clients that wait for work in a blocking command do so by intent; only long waiting is strange.',
    },
  }),
  alert('RedisRejectedConnections', {
    expr: promql`increase(${redis.rejectedConnectionsTotal}[5m]) > 0`,
    for: '2m',
    severity: 'critical',
    labels: database,
    summary: 'Redis on {{ $labels.instance }} refuses connections',
    description:
      'Connections refused in the last 5 minutes because maxclients is reached: {{ $value | printf "%.0f" }}.',
    allow: {
      'alert-budget':
        'Refused clients try again by themselves; two minutes leave them the time before somebody is woken.',
    },
  }),
  alert('RedisSlowLogEntries', {
    // The id of the newest entry grows with each slow command; the length of the log stops at its limit.
    expr: promql`deriv(${redis.slowlogLastId}[5m]) > ${o.slowCommandRate}`,
    for: '10m',
    severity: 'warning',
    labels: performance,
    summary: 'Redis on {{ $labels.instance }} runs slow commands',
    description: '{{ $value | humanize }} slow commands per second enter the slow log.',
    allow: { 'alert-budget': 'Maintenance runs a few slow commands; only a stream of them slows others down.' },
  }),
  alert('RedisFragmentationHigh', {
    expr: promql`
      ${redis.memFragmentationRatio} > ${o.fragmentation}
      and ${redis.memoryUsedBytes} > ${o.fragmentationMinimumBytes}
    `,
    for: '30m',
    severity: 'warning',
    labels: performance,
    summary: 'The memory of Redis on {{ $labels.instance }} is fragmented',
    description: 'The process holds {{ $value | printf "%.2f" }} bytes for each byte in use.',
    allow: {
      'alert-budget': 'The allocator gives memory back slowly after a peak; half an hour shows that it does not.',
    },
  }),
  alert('RedisPersistenceErrors', {
    expr: promql`
      ${redis.rdbLastBgsaveStatus} == 0
      or ${redis.aofLastWriteStatus} == 0
      or ${redis.aofLastBgrewriteStatus} == 0
    `,
    for: '30m',
    severity: 'warning',
    labels: database,
    summary: 'Redis on {{ $labels.instance }} cannot save its data',
    description: 'The last background save, or the last write or rewrite of the append-only file, failed.',
    allow: { 'alert-budget': 'Redis saves again after minutes and mostly succeeds; nothing is lost while it runs.' },
  }),
])
