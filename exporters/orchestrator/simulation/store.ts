import type { DemoPostgres } from '#belfry'

/** The tables as the orchestrator and the event store create them. */
const tables = `
  CREATE TABLE IF NOT EXISTS orchestrator_generations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    replica_set text NOT NULL,
    total_partitions integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS idx_generations_replica_set
    ON orchestrator_generations (replica_set, created_at DESC);
  CREATE TABLE IF NOT EXISTS orchestrator_workers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    replica_set text NOT NULL,
    generation_id uuid NOT NULL REFERENCES orchestrator_generations (id),
    partition_key integer NOT NULL DEFAULT -1,
    state text NOT NULL DEFAULT 'pending',
    last_heartbeat timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS projection_checkpoints (
    projection_name text PRIMARY KEY,
    last_global_position bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS events (
    global_position bigserial PRIMARY KEY,
    event_type text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );`

/** Events that are kept; the demo runs for ever. */
const keptEvents = 10_000

/** What a fleet of workers and its projections write. */
export interface SimulatedStore {
  /** @returns the id of the new generation. */
  createGeneration(replicaSet: string, partitions: number): Promise<string>
  /** @returns the ids of the new workers. */
  registerWorkers(replicaSet: string, generation: string, count: number): Promise<readonly string[]>
  assignPartitions(workers: readonly string[]): Promise<void>
  setState(workers: readonly string[], state: string): Promise<void>
  heartbeat(workers: readonly string[]): Promise<void>
  /** @returns the position of the newest event. */
  appendEvents(count: number): Promise<number>
  saveCheckpoint(projection: string, position: number): Promise<void>
  /** The saved position; 0 for a new projection. */
  checkpoint(projection: string): Promise<number>
}

/** Creates the tables, and ends what an earlier run has left behind. */
export async function openStore(postgres: DemoPostgres): Promise<SimulatedStore> {
  await postgres.query(tables)
  await postgres.query(
    `UPDATE orchestrator_workers SET state = 'stopped', last_heartbeat = now() WHERE state <> 'stopped'`,
  )
  const run = async (text: string, values: readonly unknown[]) => void (await postgres.query(text, values))
  return {
    createGeneration: async (replicaSet, partitions) => {
      const rows = await postgres.query<{ id: string }>(
        `INSERT INTO orchestrator_generations (replica_set, total_partitions) VALUES ($1, $2) RETURNING id`,
        [replicaSet, partitions],
      )
      return rows[0]?.id ?? ''
    },
    registerWorkers: async (replicaSet, generation, count) => {
      const rows = await postgres.query<{ id: string }>(
        `INSERT INTO orchestrator_workers (replica_set, generation_id)
         SELECT $1, $2 FROM generate_series(1, $3) RETURNING id`,
        [replicaSet, generation, count],
      )
      return rows.map(({ id }) => id)
    },
    assignPartitions: (workers) =>
      run(
        `UPDATE orchestrator_workers w SET partition_key = a.position - 1, state = 'running'
         FROM unnest($1::uuid[]) WITH ORDINALITY AS a (id, position) WHERE w.id = a.id`,
        [workers],
      ),
    setState: (workers, state) =>
      run(`UPDATE orchestrator_workers SET state = $2 WHERE id = ANY ($1::uuid[])`, [workers, state]),
    heartbeat: (workers) =>
      run(`UPDATE orchestrator_workers SET last_heartbeat = now() WHERE id = ANY ($1::uuid[])`, [workers]),
    appendEvents: async (count) => {
      const rows = await postgres.query<{ position: number }>(
        `INSERT INTO events (event_type)
         SELECT (ARRAY['OrderPlaced', 'OrderPaid', 'UserRegistered'])[1 + n % 3] FROM generate_series(1, $1) n
         RETURNING global_position AS position`,
        [count],
      )
      const newest = rows.at(-1)?.position ?? 0
      await run(`DELETE FROM events WHERE global_position <= $1`, [newest - keptEvents])
      return newest
    },
    saveCheckpoint: (projection, position) =>
      run(
        `INSERT INTO projection_checkpoints (projection_name, last_global_position) VALUES ($1, $2)
         ON CONFLICT (projection_name) DO UPDATE SET last_global_position = excluded.last_global_position, updated_at = now()`,
        [projection, position],
      ),
    checkpoint: async (projection) => {
      const rows = await postgres.query<{ position: number }>(
        `SELECT last_global_position AS position FROM projection_checkpoints WHERE projection_name = $1`,
        [projection],
      )
      return rows[0]?.position ?? 0
    },
  }
}
