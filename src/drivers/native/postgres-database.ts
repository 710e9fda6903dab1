import { readFileSync } from 'node:fs'
import { companionPath } from '../../engines/find-program.ts'
import type { ProcessPlan } from '../../model/process-plan.ts'
import { adminUser, readAdminPassword } from './postgres-cluster.ts'
import type { Launch } from './record.ts'
import { runTool } from './run-tool.ts'

export type DemoDatabase = NonNullable<ProcessPlan['database']>

const seededMark = 'seeded by belfry'

/**
 * Makes the demo's database and the role that fills and watches it, and loads the seed once: in one transaction with the mark
 * that it is loaded, so that there is never half of it.
 *
 * @param seed - path of an SQL file; `null` for an empty database.
 */
export async function ensureDatabase(
  stateDir: string,
  launch: Launch,
  database: DemoDatabase,
  seed: string | null,
  signal: AbortSignal,
): Promise<void> {
  const psql = (name: string, args: readonly string[], input: string, failure: string): Promise<string> =>
    runTool(
      {
        path: companionPath(launch, 'psql'),
        args: ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...args],
        env: {
          ...launch.env,
          PGHOST: database.host,
          PGPORT: String(database.port),
          PGUSER: adminUser,
          PGDATABASE: name,
          PGPASSWORD: readAdminPassword(stateDir),
          PGCONNECT_TIMEOUT: '10',
          PGCLIENTENCODING: 'UTF8',
        },
        user: null,
        input,
        failure,
      },
      signal,
    )

  const password = readFileSync(database.passwordFile, 'utf8').trim()
  const found = await psql('postgres', [], roleAndDatabase(database, password), 'PostgreSQL could not be prepared')
  if (seed === null || found.trim() === seededMark) return
  const mark = `COMMENT ON DATABASE ${identifier(database.name)} IS ${literal(seededMark)}`
  // The demo's role owns what is in it: simulators write there.
  const role = `SET ROLE ${identifier(database.user)}`
  await psql(
    database.name,
    ['--single-transaction', '-c', role, '-f', seed, '-c', mark],
    '',
    `${seed} could not be loaded`,
  )
}

/** Running it again only sets the password to what the file holds. */
function roleAndDatabase({ name, user }: DemoDatabase, password: string): string {
  return `
    SET client_min_messages = warning;
    -- The server would log a failing statement, with the password in it.
    SET log_min_error_statement = panic;
    SELECT ${literal(`CREATE ROLE ${identifier(user)}`)}
      WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(user)}) \\gexec
    ALTER ROLE ${identifier(user)} LOGIN PASSWORD ${literal(password)};
    GRANT pg_monitor, pg_read_all_data TO ${identifier(user)};
    SELECT ${literal(`CREATE DATABASE ${identifier(name)}`)}
      WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) \\gexec
    -- Simulators make their tables; whatever only watches opens sessions that cannot write.
    ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(user)};
    SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ${literal(name)};
  `
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
