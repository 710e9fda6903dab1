import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRunbooks } from '../src/loader/read-runbooks.ts'
import { startPostgres, type TestPostgres } from './support/postgres.ts'
import { blocksOf } from './support/runbook-text.ts'

const pages = await readRunbooks(fileURLToPath(new URL('../runbooks', import.meta.url)))
const withSql = pages
  .map((page) => ({
    name: `${page.system}/${page.alert}`,
    blocks: blocksOf(page.text).filter(({ info }) => info === 'sql'),
  }))
  .filter((page) => page.blocks.length > 0)

let postgres: TestPostgres
let client: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  client = new pg.Client({ ...connection(postgres) })
  await client.connect()
  await client.query(await readFile(new URL('./support/orchestrator-tables.sql', import.meta.url), 'utf8'))
}, 60_000)

afterAll(async () => {
  await client?.end()
  await postgres?.stop()
})

function connection({ host, port, user, password, database }: TestPostgres): pg.ClientConfig {
  return { host, port, user, password, database }
}

describe('SQL of a runbook that reads', () => {
  it.each(withSql.map(({ name, blocks }) => [name, blocks] as const))(
    'runs in a read-only transaction: %s',
    async (_, blocks) => {
      for (const { text } of blocks) {
        await client.query('BEGIN READ ONLY')
        const outcome = await client.query(text).then(
          () => 'ran',
          (error: Error) => `${error.message}: ${text}`,
        )
        await client.query('ROLLBACK')
        expect(outcome).toBe('ran')
      }
    },
  )
})
