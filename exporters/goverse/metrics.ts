import { counter, defineMetrics, gauge, histogram } from '#belfry'

/** What is known of GoVerse, a cluster of distributed objects. Names are its own; where one breaks a convention, it says why. */

const documented = 'GoVerse names it so.'
const node = { labels: ['node'] } as const
const gate = { labels: ['gate'] } as const
const link = { labels: ['node', 'gate'] } as const

/** How a method call ended. */
export const callStatuses = ['success', 'failure'] as const
/** What a node does for others. */
export const operations = ['CallObject', 'CreateObject', 'DeleteObject'] as const

const call = {
  labels: ['node', 'object_type', 'method_name', 'status'],
  values: { status: callStatuses },
} as const

/** What nodes and gates expose alike. All of them watch the same shard mapping, so they repeat one value for the cluster. */
const watched = {
  shardsTotal: gauge('goverse_shards_total', {
    ...node,
    help: 'Shards that a node owns. Every process reports all nodes, and keeps the last value of one that has left.',
    scope: 'cluster',
    nameBecause: documented,
  }),
  shardsMigrating: gauge('goverse_shards_migrating', {
    help: 'Shards that have an owner and another target.',
    scope: 'cluster',
  }),
  shardMigrationsTotal: counter('goverse_shard_migrations_total', {
    labels: ['from_node', 'to_node'],
    help: 'Shards taken over from a node that died. A planned move, which releases a shard first, is not counted.',
    scope: 'cluster',
  }),
  watchReconnectionsTotal: counter('goverse_watch_reconnections_total', {
    labels: ['node_addr', 'outcome'],
    values: { outcome: ['reconnected', 'reload_failed'] },
    help: 'Times that the watch on etcd broke, by what came of reading the state again.',
  }),
} as const

/** What a node exposes on its `http_addr`. */
export const goverseNodeMetrics = defineMetrics('native', {
  ...watched,
  objectsTotal: gauge('goverse_objects_total', {
    labels: ['node', 'type', 'shard'],
    help: 'Objects that a node has created since it started. It is never lowered when one is deleted.',
    nameBecause: documented,
  }),
  methodCallsTotal: counter('goverse_method_calls_total', { ...call, help: 'Method calls on objects.' }),
  methodCallDuration: histogram('goverse_method_call_duration', {
    ...call,
    help: 'Time that method calls on objects took, in seconds.',
    unit: 'seconds',
    buckets: [0.001, 0.01, 0.1, 1, 10],
    nameBecause: documented,
  }),
  shardClaimsTotal: counter('goverse_shard_claims_total', {
    ...node,
    help: 'Shards that the node has claimed; the end of every migration.',
  }),
  shardReleasesTotal: counter('goverse_shard_releases_total', {
    ...node,
    help: 'Shards that the node has released; absent until the first one.',
  }),
  shardReallocationsTotal: counter('goverse_shard_reallocations_total', {
    labels: ['from_node'],
    help: 'Stuck shards that the leader has given to another node.',
  }),
  nodeConnectedGates: gauge('goverse_node_connected_gates', { ...node, help: 'Gates that are connected to the node.' }),
  nodePushedMessagesTotal: counter('goverse_node_pushed_messages_total', {
    ...link,
    help: 'Messages that the node pushed to a gate.',
  }),
  nodeDroppedMessagesTotal: counter('goverse_node_dropped_messages_total', {
    ...link,
    help: 'Messages that the node dropped: the gate was not connected, or its queue was full.',
  }),
  shardMethodCallsTotal: counter('goverse_shard_method_calls_total', {
    labels: ['shard'],
    help: 'Method calls by shard.',
  }),
  operationTimeoutsTotal: counter('goverse_operation_timeouts_total', {
    labels: ['node_addr', 'operation'],
    values: { operation: operations },
    help: 'Operations that ran out of time.',
  }),
  operationDurationSeconds: histogram('goverse_operation_duration_seconds', {
    labels: ['node_addr', 'operation', 'status'],
    values: { operation: operations, status: ['success', 'timeout', 'error'] },
    help: 'Time that operations took, in seconds.',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
  }),
  shardMappingWriteFailuresTotal: counter('goverse_shard_mapping_write_failures_total', {
    labels: ['error_type'],
    values: { error_type: ['modrevision_conflict', 'connection_error', 'timeout', 'other'] },
    help: 'Failed writes of the shard mapping to etcd.',
  }),
  nodeStopDurationSeconds: histogram('goverse_node_stop_duration_seconds', {
    labels: ['node_addr', 'status'],
    values: { status: ['success', 'error'] },
    help: 'Time that the node took to stop, in seconds; seen only when a scrape meets its last moments.',
    buckets: [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120],
  }),
})

/** What a gate exposes on its `ops_addr`. */
export const goverseGateMetrics = defineMetrics('native', {
  ...watched,
  gateActiveClients: gauge('goverse_gate_active_clients', { ...gate, help: 'Clients that are connected to the gate.' }),
  gatePushedMessagesTotal: counter('goverse_gate_pushed_messages_total', {
    ...gate,
    help: 'Messages that the gate pushed to clients.',
  }),
  gateDroppedMessagesTotal: counter('goverse_gate_dropped_messages_total', {
    ...gate,
    help: 'Messages that the gate dropped, as their client was gone.',
  }),
})

/** What every process of GoVerse says about itself; Go's client library exposes much more. */
export const goverseProcessMetrics = defineMetrics('native', {
  goroutines: gauge('go_goroutines', { help: 'Goroutines that exist.' }),
  cpuSecondsTotal: counter('process_cpu_seconds_total', { help: 'CPU time of the process, in seconds.' }),
  residentMemoryBytes: gauge('process_resident_memory_bytes', { help: 'Memory of the process, in bytes.' }),
  startTimeSeconds: gauge('process_start_time_seconds', { help: 'When the process started, in Unix time.' }),
})

/** How a shard stands: owned where it should be, owned elsewhere, released but not claimed, meant for nobody. */
export const shardStates = ['settled', 'migrating', 'unclaimed', 'unassigned'] as const

/** What Belfry's collector reads from the inspector: facts that GoVerse declares and does not emit, or never lowers. */
export const goverseInspectorMetrics = defineMetrics('exporter', {
  clientsConnected: gauge('goverse_clients_connected', {
    labels: ['node', 'client_type'],
    help: 'Clients that are connected, by the gate that serves them. GoVerse declares the name and never emits it.',
  }),
  objects: gauge('goverse_inspector_objects', {
    labels: ['node', 'type'],
    help: 'Objects that exist.',
  }),
  shards: gauge('goverse_inspector_shards', {
    labels: ['state'],
    values: { state: shardStates },
    help: 'Shards of the cluster, by how they stand.',
  }),
  nodeShards: gauge('goverse_inspector_node_shards', {
    ...node,
    help: 'Shards that a node owns; only nodes that own one, or shall.',
  }),
  nodes: gauge('goverse_inspector_nodes', { help: 'Nodes that are registered.' }),
  gates: gauge('goverse_inspector_gates', { help: 'Gates that are registered.' }),
})

/** The nine that the requirement names. */
export const goverseDocumented = [
  goverseNodeMetrics.objectsTotal,
  goverseNodeMetrics.methodCallsTotal,
  goverseNodeMetrics.methodCallDuration,
  goverseNodeMetrics.shardsTotal,
  goverseNodeMetrics.shardClaimsTotal,
  goverseNodeMetrics.shardReleasesTotal,
  goverseNodeMetrics.shardMigrationsTotal,
  goverseNodeMetrics.shardsMigrating,
  goverseInspectorMetrics.clientsConnected,
]
