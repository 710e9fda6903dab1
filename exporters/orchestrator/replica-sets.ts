import type { CollectPart, Postgres } from '#belfry'
import { createGrowth } from './growth.ts'
import { orchestratorState as state } from './metrics.ts'
import type { OrchestratorOptions } from './options.ts'
import { qualifyTables, type Tables } from './tables.ts'

interface ReplicaSetRow {
  readonly replica_set: string
  readonly generations: number
  readonly partitions: number | null
  readonly created: number | null
  readonly registered: number
  readonly assignments: number
  readonly active: number
  readonly stale: number
  readonly unassigned: number
  readonly assigned: number
}

/**
 * One row for each replica set. Rows of both tables are never deleted, so their numbers are counters; the newest
 * generation is the one that counts. A worker is alive while it has not stopped and its heartbeat is fresh: one that
 * was killed never writes that it has stopped.
 */
const query = ({ generations, workers }: Tables) => `
  WITH newest AS (
    SELECT DISTINCT ON (replica_set) replica_set, id, total_partitions, created_at
    FROM ${generations} ORDER BY replica_set, created_at DESC, id
  ), created AS (
    SELECT replica_set, count(*) AS generations FROM ${generations} GROUP BY replica_set
  ), registered AS (
    SELECT replica_set, count(*) AS registered, max(coalesce(last_heartbeat, started_at)) AS seen,
           count(*) FILTER (WHERE partition_key >= 0) AS assignments
    FROM ${workers} GROUP BY replica_set
  ), open AS (
    SELECT w.replica_set,
           count(*) FILTER (WHERE w.fresh) AS active,
           count(*) FILTER (WHERE NOT w.fresh) AS stale,
           count(*) FILTER (WHERE w.fresh AND w.partition_key < 0) AS unassigned,
           count(DISTINCT w.partition_key) FILTER (
             WHERE w.fresh AND w.partition_key >= 0 AND w.generation_id = n.id
           ) AS assigned
    FROM (
      SELECT replica_set, generation_id, partition_key,
             coalesce(last_heartbeat, started_at) >= clock_timestamp() - $1 * interval '1 ms' AS fresh
      FROM ${workers} WHERE state <> 'stopped'
    ) w
    LEFT JOIN newest n USING (replica_set)
    GROUP BY w.replica_set
  )
  SELECT replica_set, coalesce(c.generations, 0) AS generations, n.total_partitions::float8 AS partitions,
         extract(epoch FROM n.created_at)::float8 AS created,
         coalesce(r.registered, 0) AS registered, coalesce(r.assignments, 0) AS assignments,
         coalesce(o.active, 0) AS active, coalesce(o.stale, 0) AS stale,
         coalesce(o.unassigned, 0) AS unassigned, coalesce(o.assigned, 0) AS assigned
  FROM created c FULL JOIN registered r USING (replica_set)
  LEFT JOIN open o USING (replica_set) LEFT JOIN newest n USING (replica_set)
  WHERE replica_set = ANY ($3::text[])
     OR greatest(r.seen, n.created_at) >= clock_timestamp() - $2 * interval '1 ms'
  ORDER BY replica_set`

/** Generations, registrations, partitions and the numbers of workers. */
export function replicaSets(postgres: Postgres, options: OrchestratorOptions): CollectPart {
  const text = query(qualifyTables(options))
  const { staleAfter, forgetAfter, replicaSets: expected } = options
  const [generations, registrations, assignments] = [createGrowth(), createGrowth(), createGrowth()]
  return async ({ sample, signal }) => {
    const rows = await postgres.query<ReplicaSetRow>(text, [staleAfter, forgetAfter, expected], signal)
    for (const row of [
      ...expected.filter((name) => !rows.some((one) => one.replica_set === name)).map(empty),
      ...rows,
    ]) {
      const labels = { replica_set: row.replica_set }
      const created = generations(row.replica_set, row.generations)
      sample(state.generationsTotal, labels, created)
      // The first generation takes the place of none.
      sample(state.reconfigurationTotal, labels, Math.max(0, created - 1))
      sample(state.workersRegisteredTotal, labels, registrations(row.replica_set, row.registered))
      sample(state.partitionAssignmentsTotal, labels, assignments(row.replica_set, row.assignments))
      sample(state.activeWorkers, labels, row.active)
      sample(state.staleWorkers, labels, row.stale)
      sample(state.unassignedWorkers, labels, row.unassigned)
      sample(state.assignedPartitions, labels, row.assigned)
      sample(state.currentGenerationPartitions, labels, row.partitions)
      sample(state.generationCreatedTimestampSeconds, labels, row.created)
    }
  }
}

function empty(replica_set: string): ReplicaSetRow {
  const none = { generations: 0, registered: 0, assignments: 0, active: 0, stale: 0, unassigned: 0, assigned: 0 }
  return { replica_set, ...none, partitions: null, created: null }
}
