import { type DemoPostgres, defineSimulator } from '#belfry'

/** The application of the demo: it writes to the tables a little, and runs its batch jobs. */
export const ruvectorSimulator = defineSimulator({
  name: 'ruvector',
  scenarios: {
    healthy: 'Entries and patterns are written all the time; batch jobs succeed.',
    'stale data': 'Nobody writes any more, since two hours ago.',
    'failing batch job': 'The latest run of a batch job fails.',
  },
  start: async ({ postgres, scenario, now }) => {
    const database = await postgres()
    let lastRun = Number.NEGATIVE_INFINITY
    let before: string = 'healthy'
    return {
      tickMs: 15_000,
      tick: async () => {
        if (!(await isDemo(database))) return
        const current = scenario()
        if (current === 'stale data') await forget(database)
        else await write(database)
        if (current !== before || now() - lastRun >= batchMs) {
          await runJobs(database, current === 'failing batch job' ? 'failed' : 'succeeded')
          lastRun = now()
        }
        before = current
      },
    }
  },
})

/** Between two runs of the batch jobs. */
const batchMs = 10 * 60_000
/** Rows that are kept of what only grows; the demo runs for ever. */
const kept = 5000

/** Whether the demo's tables are there; another database is left alone. */
async function isDemo(database: DemoPostgres): Promise<boolean> {
  const [row] = await database.query<{ found: boolean }>(
    `SELECT to_regclass('memory_entries') IS NOT NULL AND to_regprocedure('demo_embedding(bigint)') IS NOT NULL AS found`,
  )
  return row?.found === true
}

/** Rows change, and none is added for good. */
async function write(database: DemoPostgres): Promise<void> {
  await database.query(`
    UPDATE memory_entries SET value = value || jsonb_build_object('read', now()), updated_at = now()
      WHERE id IN (SELECT id FROM memory_entries ORDER BY random() LIMIT 20);
    UPDATE patterns SET confidence = random(), updated_at = now()
      WHERE id IN (SELECT id FROM patterns ORDER BY random() LIMIT 10);
    INSERT INTO pattern_history (pattern_id, confidence)
      SELECT id, confidence FROM patterns ORDER BY random() LIMIT 2;
    DELETE FROM pattern_history WHERE id <= (SELECT max(id) FROM pattern_history) - ${kept};`)
}

/** As if the last writes had been long ago. */
async function forget(database: DemoPostgres): Promise<void> {
  await database.query(`
    UPDATE memory_entries SET updated_at = now() - interval '2 hours' WHERE updated_at > now() - interval '1 hour';
    UPDATE patterns SET updated_at = now() - interval '2 hours' WHERE updated_at > now() - interval '1 hour';`)
}

async function runJobs(database: DemoPostgres, status: 'succeeded' | 'failed'): Promise<void> {
  await database.query(
    `INSERT INTO batch_jobs (job_name, status, finished_at)
     SELECT name, CASE name WHEN 'embedding-refresh' THEN $1 ELSE 'succeeded' END, now()
     FROM unnest(ARRAY['embedding-refresh', 'pattern-consolidation']) AS name`,
    [status],
  )
  await database.query(`DELETE FROM batch_jobs WHERE id <= (SELECT max(id) FROM batch_jobs) - ${kept}`)
}
