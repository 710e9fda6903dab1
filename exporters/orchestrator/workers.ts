import { type CollectPart, type Postgres, type Sample, workerStates } from '#belfry'
import { orchestratorState as families } from './metrics.ts'
import type { OrchestratorOptions } from './options.ts'
import { qualifyTables, type Tables } from './tables.ts'

interface WorkerRow {
  readonly id: string
  readonly replica_set: string
  readonly state: string
  /** Seconds since the last heartbeat. */
  readonly age: number | null
  readonly started: number | null
}

const query = ({ workers }: Tables) => `
  SELECT id::text AS id, replica_set, state,
         extract(epoch FROM clock_timestamp() - coalesce(last_heartbeat, started_at))::float8 AS age,
         extract(epoch FROM started_at)::float8 AS started
  FROM ${workers}
  WHERE coalesce(last_heartbeat, started_at) >= clock_timestamp()
          - CASE WHEN state = 'stopped' THEN $1::float8 ELSE $2::float8 END * interval '1 ms'
     OR id::text = ANY ($3::text[])
  ORDER BY last_heartbeat DESC NULLS LAST, id
  LIMIT $4`

/** Each worker: its state, its heartbeat, its start; and the workers that others had to stop. */
export function workers(postgres: Postgres, options: OrchestratorOptions): CollectPart {
  const text = query(qualifyTables(options))
  const { keepStopped, forgetAfter, maxWorkers, staleAfter, replicaSets } = options
  const countCleaned = createCleanedCounter(staleAfter / 1000, replicaSets)
  return async ({ sample, signal }) => {
    const values = [keepStopped, forgetAfter, countCleaned.open(), maxWorkers]
    const rows = await postgres.query<WorkerRow>(text, values, signal)
    for (const row of rows) sampleWorker(sample, row, keepStopped / 1000)
    for (const [replica_set, cleaned] of countCleaned.look(rows)) {
      sample(families.staleWorkersCleanedTotal, { replica_set }, cleaned)
    }
  }
}

function sampleWorker(
  sample: Sample,
  { id, replica_set, state: current, age, started }: WorkerRow,
  kept: number,
): void {
  if (current === 'stopped' && (age ?? 0) > kept) return
  const worker = { replica_set, worker_id: id }
  for (const state of new Set([...workerStates, current])) {
    sample(families.workerState, { ...worker, state }, state === current ? 1 : 0)
  }
  if (current === 'stopped') return
  // The clock of the worker may be ahead of the database's.
  sample(families.heartbeatAgeSeconds, worker, age === null ? null : Math.max(0, age))
  sample(families.workerStartedTimestampSeconds, worker, started)
}

/**
 * Counts workers that others stopped. The tables do not say who did it: it was not the worker itself when its last
 * heartbeat is older than one that lives would have let it become.
 */
function createCleanedCounter(staleSeconds: number, expected: readonly string[]) {
  let open: ReadonlySet<string> = new Set()
  const counts = new Map(expected.map((replicaSet) => [replicaSet, 0]))
  return {
    /** Workers that had not stopped when they were last looked at. */
    open: () => [...open],
    look: (rows: readonly WorkerRow[]): ReadonlyMap<string, number> => {
      for (const { id, replica_set, state, age } of rows) {
        const isCleaned = open.has(id) && state === 'stopped' && (age ?? 0) > staleSeconds
        counts.set(replica_set, (counts.get(replica_set) ?? 0) + (isCleaned ? 1 : 0))
      }
      open = new Set(rows.filter(({ state }) => state !== 'stopped').map(({ id }) => id))
      return counts
    },
  }
}
