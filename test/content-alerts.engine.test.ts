import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderRules } from '../src/renderers/rules.ts'
import { until } from './support/child.ts'
import { dpgModel } from './support/dpg-model.ts'
import { engineProgram } from './support/engine-program.ts'
import { type QueryServer, queryServer } from './support/prometheus-api.ts'
import { startWatchedStack, type WatchedStack } from './support/watched-stack.ts'

/** Set to try the alerts with the engines of another Debian suite. */
const suite = process.env.BELFRY_TEST_SUITE ?? ''

/** Families without a series in a healthy stack that was just started, with the reason. */
const mayBeAbsent: Readonly<Record<string, string>> = {
  pg_stat_user_tables_n_dead_tup: 'exporters before 0.12 lack it; the alert falls back to the vector tables',
  pg_stat_user_tables_n_live_tup: 'as the dead rows',
  dpg_replication_lag_seconds: 'no replica is attached',
  dpg_replication_status: 'no replica is attached or expected',
  dpg_table_bloat_ratio: 'tables under eight pages are left out',
  pg_long_running_queries_max_duration_seconds: 'no query is that old',
  ruvector_index_build_elapsed_seconds: 'no index is being built',
  ruvector_table_last_analyze_timestamp_seconds: 'absent until a table is analyzed',
  alertmanager_notifications_failed_total: 'newer versions count by receiver once it has failed',
  belfry_series_dropped_total: 'nothing was dropped',
}

const model = dpgModel()
const rules = model.ruleFiles.flatMap(({ groups }) => groups.flatMap((group) => group.rules))
const alerts = rules.flatMap((rule) => (rule.kind === 'alert' ? [rule] : []))

/** Families by each name that a query may use for them. */
const families = new Map(
  [...model.catalog.entries.values()].flatMap(({ family }) =>
    ['', ...(family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [])].map(
      (suffix) => [`${family.name}${suffix}`, family] as const,
    ),
  ),
)
const named = [...new Set(rules.flatMap(({ expr }) => expr.text.match(/[a-z_:][a-z0-9_:]*/g) ?? []))].filter((word) =>
  families.has(word),
)

let watched: WatchedStack
let prometheus: QueryServer

beforeAll(async () => {
  watched = await startWatchedStack(model, suite)
  prometheus = queryServer(watched.url)
  await until('every target', async () => (await count('up == 1')) === watched.targets, 30_000)
  await until('a dozen scrapes', async () => (await count('sum_over_time(up[1m]) >= 12')) === watched.targets, 60_000)
}, 300_000)

afterAll(() => watched?.stop(), 60_000)

describe('alerts on a running stack', () => {
  it('are rules that promtool accepts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'belfry-rules-'))
    try {
      const { path, env } = await engineProgram('promtool')
      const files = renderRules(model).map(({ path: file, content }) => ({
        file: join(folder, basename(file)),
        content,
      }))
      for (const { file, content } of files) await writeFile(file, content)
      const args = ['check', 'rules', ...files.map(({ file }) => file)]
      const { stdout } = await promisify(execFile)(path, args, { env: { ...process.env, ...env } })
      expect(stdout.match(/SUCCESS/g)).toHaveLength(files.length)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it.each(named)('%s has series', async (name) => {
    const family = families.get(name)?.name ?? name
    // Some come and go while all is well: nobody need wait for a phase just now.
    if (!(family in mayBeAbsent)) expect(await count(`last_over_time(${name}[2m])`)).toBeGreaterThan(0)
  })

  it('are evaluated without a fault', async () => {
    const { groups } = (await prometheus.ask('rules', {})) as {
      groups: readonly { rules: readonly { name: string; health: string; lastError?: string }[] }[]
    }
    const evaluated = groups.flatMap((group) => group.rules)
    expect(evaluated.filter(({ health }) => health !== 'ok')).toEqual([])
    expect(evaluated).toHaveLength(rules.length)
  })

  it('leave a healthy stack in peace', async () => {
    const { alerts: active } = (await prometheus.ask('alerts', {})) as {
      alerts: readonly { labels: Record<string, string> }[]
    }
    const critical = active.filter(({ labels }) => labels.severity === 'critical').map(({ labels }) => labels.alertname)
    // The machine that runs the tests may itself be busy or full; Grafana does not run here.
    const machine = alerts.filter(({ system }) => system === 'node').map(({ name }) => name)
    const expected = [...machine, 'PostgreSQLDiskSpaceCritical', 'TargetsMissing']
    expect(critical.filter((name = '') => !expected.includes(name))).toEqual([])
    expect(active.some(({ labels }) => labels.alertname === 'Watchdog')).toBe(true)
  })
})

async function count(expr: string): Promise<number> {
  return (await prometheus.values(`count(${expr})`))[0] ?? 0
}
