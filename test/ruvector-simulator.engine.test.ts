import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ruvectorSimulator } from '../exporters/ruvector/simulator.ts'
import type { DemoPostgres, SimulatorWork } from '../src/simulator/simulator.ts'
import { startPostgres, type TestPostgres } from './support/postgres.ts'

let postgres: TestPostgres
let work: SimulatorWork
let scenario = 'healthy'
let now = 0

beforeAll(async () => {
  postgres = await startPostgres()
  const session = await postgres.session()
  const database: DemoPostgres = {
    query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await session.query<R>(text, values.length > 0 ? [...values] : undefined)).rows,
  }
  const refuse = () => Promise.reject(new Error('no Redis'))
  work = await ruvectorSimulator.start({
    postgres: async () => database,
    redis: refuse,
    random: () => 0.5,
    now: () => now,
    scenario: () => scenario,
  })
}, 60_000)
beforeEach(() => {
  scenario = 'healthy'
})
afterAll(() => postgres?.stop())

const age = async (table: string) =>
  Number((await postgres.sql(`SELECT extract(epoch FROM now() - max(updated_at)) AS age FROM ${table}`))[0]?.age)
const count = async (table: string) => Number((await postgres.sql(`SELECT count(*) AS n FROM ${table}`))[0]?.n)
const latest = async (job: string) =>
  (await postgres.sql(`SELECT status FROM batch_jobs WHERE job_name = '${job}' ORDER BY id DESC LIMIT 1`))[0]?.status

describe('the simulated application', () => {
  it('leaves a database alone that is not the demo', async () => {
    await work.tick?.()
    expect(await postgres.sql(`SELECT FROM pg_stat_user_tables`)).toEqual([])
    await postgres.sql(await readFile(new URL('../exporters/ruvector/demo.sql', import.meta.url), 'utf8'))
  })

  it('keeps the tables fresh', async () => {
    await postgres.sql(`UPDATE memory_entries SET updated_at = now() - interval '1 day'`)
    await postgres.sql(`UPDATE patterns SET updated_at = now() - interval '1 day'`)
    await work.tick?.()
    expect(await age('memory_entries')).toBeLessThan(60)
    expect(await age('patterns')).toBeLessThan(60)
  })

  it('keeps its tables from growing, however long it runs', async () => {
    const before = [await count('memory_entries'), await count('patterns')]
    await postgres.sql(
      `INSERT INTO pattern_history (pattern_id, confidence) SELECT 1, 0 FROM generate_series(1, 20000)`,
    )
    await postgres.sql(
      `INSERT INTO batch_jobs (job_name, status) SELECT 'old', 'succeeded' FROM generate_series(1, 20000)`,
    )
    for (let round = 0; round < 30; round += 1) {
      now += 15 * 60_000
      await work.tick?.()
    }
    expect([await count('memory_entries'), await count('patterns')]).toEqual(before)
    expect(await count('pattern_history')).toBeLessThanOrEqual(5000)
    expect(await count('batch_jobs')).toBeLessThanOrEqual(5000)
  })

  it('stops writing', async () => {
    scenario = 'stale data'
    await work.tick?.()
    expect(await age('memory_entries')).toBeGreaterThan(3600)
    expect(await age('patterns')).toBeGreaterThan(3600)
  })

  it('fails in a batch job, and succeeds again', async () => {
    scenario = 'failing batch job'
    await work.tick?.()
    expect([await latest('embedding-refresh'), await latest('pattern-consolidation')]).toEqual(['failed', 'succeeded'])
    scenario = 'healthy'
    await work.tick?.()
    expect(await latest('embedding-refresh')).toBe('succeeded')
  })
})
