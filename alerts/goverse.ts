import { alert, promql, record, rules } from '#belfry'
import {
  goverseGateMetrics as gate,
  goverseInspectorMetrics as inspector,
  goverseNodeMetrics as node,
} from '../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../stack/options/goverse.ts'

const performance = { category: 'performance', component: 'goverse' } as const
const cluster = { category: 'cluster', component: 'goverse' } as const

export default rules((o: GoverseOptions) => [
  record('method:goverse_method_calls:failure_ratio_rate5m', {
    expr: promql`
      sum by (node, object_type, method_name) (rate(${node.methodCallsTotal}{status="failure"}[5m]))
      / (sum by (node, object_type, method_name) (rate(${node.methodCallsTotal}[5m])) > 0)
    `,
  }),
  record('method:goverse_method_call_duration:p95_rate5m', {
    expr: promql`
      histogram_quantile(
        0.95,
        sum by (node, object_type, method_name, le) (rate(${node.methodCallDuration.bucket}[5m]))
      )
    `,
  }),
  record('node:goverse_shards:max', {
    // A node that has left stays in the shards that others report, but claims no more in a process of its own.
    expr: promql`
      max by (node) (${node.shardsTotal})
      and on (node) ${node.shardClaimsTotal}
    `,
  }),
  record('cluster:goverse_shard_claims:rate5m', {
    // A move ends with a claim, whether the old owner released the shard or died.
    expr: promql`sum(rate(${node.shardClaimsTotal}[5m]))`,
  }),

  alert('HighObjectCount', {
    expr: promql`sum by (node) (${inspector.objects}) > ${o.objectsPerNode}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Node {{ $labels.node }} holds many objects',
    description: '{{ $value | printf "%.0f" }} objects live on the node.',
    allow: {
      'alert-budget': 'Objects come in bursts with the calls to them; only a number that stays is a question of size.',
    },
  }),
  alert('HighMethodCallErrorRate', {
    expr: promql`method:goverse_method_calls:failure_ratio_rate5m > ${o.callErrorRatio}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Calls of {{ $labels.object_type }}.{{ $labels.method_name }} fail on {{ $labels.node }}',
    description: '{{ $value | humanizePercentage }} of the calls of the last 5 minutes failed.',
    allow: { 'alert-budget': 'Calls fail while a shard moves to another node, and succeed when they are repeated.' },
  }),
  alert('SlowMethodCalls', {
    expr: promql`method:goverse_method_call_duration:p95_rate5m > ${o.callSeconds}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Calls of {{ $labels.object_type }}.{{ $labels.method_name }} are slow on {{ $labels.node }}',
    description: '95 of 100 calls take up to {{ $value | humanizeDuration }}.',
    allow: {
      'alert-budget':
        'Calls to a shard that moves wait for it; calls that are still slow minutes later have another cause.',
    },
  }),
  alert('UnbalancedShardDistribution', {
    expr: promql`max(node:goverse_shards:max) - min(node:goverse_shards:max) > ${o.shardImbalance}`,
    for: '10m',
    severity: 'warning',
    labels: cluster,
    summary: 'Shards are spread unevenly over the nodes',
    description: 'One node owns {{ $value | printf "%.0f" }} shards more than another.',
    allow: { 'alert-budget': 'A cluster that gained or lost a node balances itself step by step.' },
  }),
  alert('NodeWithoutShards', {
    expr: promql`max by (node) (${node.shardsTotal}) == 0`,
    for: '5m',
    severity: 'warning',
    labels: cluster,
    summary: 'Node {{ $labels.node }} owns no shard',
    description: 'The node is part of the cluster and does none of its work.',
    allow: { 'alert-budget': 'A new node gets its shards within minutes of joining.' },
  }),
  alert('HighClientCount', {
    expr: promql`max by (gate) (${gate.gateActiveClients}) > ${o.clientsPerGate}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Gate {{ $labels.gate }} has many clients',
    description: '{{ $value | printf "%.0f" }} clients are connected to the gate.',
    allow: { 'alert-budget': 'Clients connect in waves when a gate restarts, and spread out again.' },
  }),
  alert('NoClientsConnected', {
    // A gate that has never had a client does not say so: while gates answer, silence counts as none.
    expr: promql`group(up{job="goverse-gates"} == 1) unless on () ${gate.gateActiveClients} > 0`,
    for: '10m',
    severity: 'warning',
    labels: cluster,
    summary: 'No client is connected to any gate',
    description: 'The gates answer, and nobody is connected to them.',
    allow: {
      'alert-budget':
        'All clients may be between two connections for a while; after ten minutes nobody finds the gates.',
    },
  }),
  alert('HighShardMigrationActivity', {
    expr: promql`max(${node.shardsMigrating}) > ${o.shardsMigrating}`,
    for: '15m',
    severity: 'warning',
    labels: cluster,
    summary: 'Many shards are migrating',
    description: '{{ $value | printf "%.0f" }} shards are owned by another node than the one they are meant for.',
    allow: { 'alert-budget': 'A node that joins or leaves moves many shards at once, as it should.' },
  }),
  alert('HighShardMigrationRate', {
    expr: promql`cluster:goverse_shard_claims:rate5m > ${o.migrationsPerSecond}`,
    for: '10m',
    severity: 'warning',
    labels: cluster,
    summary: 'Shards migrate all the time',
    description: '{{ $value | printf "%.1f" }} migrations complete per second.',
    allow: { 'alert-budget': 'Claims come in a burst with each change of the cluster.' },
  }),
  alert('StuckShardMigrations', {
    expr: promql`
      max(${node.shardsMigrating}) > 0
      unless on () increase(${node.shardClaimsTotal}[15m]) > 0
    `,
    for: o.stuckFor,
    severity: 'critical',
    labels: cluster,
    summary: 'Shard migrations are stuck',
    description: 'None has arrived; shards that wait for another node: {{ $value | printf "%.0f" }}.',
    allow: {
      'alert-budget':
        'A migration may wait for long calls to end; half an hour without a single claim is no such wait.',
    },
  }),
  alert('ImbalancedShardChurn', {
    // A node that has released nothing yet has no series for it.
    expr: promql`
      abs(
        sum by (node) (increase(${node.shardClaimsTotal}[1h]))
        - (
          sum by (node) (increase(${node.shardReleasesTotal}[1h]))
          or 0 * group by (node) (${node.shardClaimsTotal})
        )
      ) > ${o.shardChurn}
    `,
    for: '15m',
    severity: 'warning',
    labels: cluster,
    summary: 'Node {{ $labels.node }} gains or loses shards for good',
    description: 'Shards claimed and released in the last hour differ by {{ $value | printf "%.0f" }}.',
    allow: { 'alert-budget': 'Claim and release of one move are counted at different times; an hour evens that out.' },
  }),
  alert('NodeLosingShards', {
    expr: promql`
      sum by (node) (rate(${node.shardReleasesTotal}[10m]))
      > (
        sum by (node) (rate(${node.shardClaimsTotal}[10m]))
        or 0 * group by (node) (${node.shardReleasesTotal})
      )
    `,
    for: '30m',
    severity: 'warning',
    labels: cluster,
    summary: 'Node {{ $labels.node }} keeps losing shards',
    description: 'The node releases {{ $value | printf "%.2f" }} shards per second, more than it claims.',
    allow: { 'alert-budget': 'A node that is drained for a restart loses shards by intent.' },
  }),
])
