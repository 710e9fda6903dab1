import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readHistoryMarker } from '../src/cli/history-marker.ts'
import { freeOffset } from '../src/cli/isolated-stack.ts'
import { runCommand } from '../src/engines/run-command.ts'
import { type PrometheusClient, prometheusClient } from '../src/live/prometheus.ts'
import { dpgModel } from './support/dpg-model.ts'
import { engineProgram } from './support/engine-program.ts'
import { emptyPanels, endedSeries } from './support/made-up-day.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

describe('the demo with a day before it', { timeout: 300_000 }, () => {
  const model = dpgModel()
  let stateDir: string
  let env: Readonly<Record<string, string>>
  let client: PrometheusClient
  let offset: number
  let day: { readonly from: number; readonly to: number; readonly samples: number }

  const belfry = (...args: readonly string[]) =>
    runCommand(process.execPath, ['bin/belfry.js', ...args, '--state', stateDir], {
      cwd: root,
      env,
      timeoutMs: 280_000,
    })
  const up = () => belfry('up', '--driver', 'native', '--port-offset', String(offset))
  const marker = async () => {
    const found = await readHistoryMarker(stateDir)
    if (found === null) throw new Error('nothing is made up')
    return found
  }

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'belfry-history-'))
    env = await programsFirst(join(stateDir, 'programs'))
    offset = await freeOffset()
    const { exitCode, stderr } = await up()
    expect(exitCode, stderr).toBe(0)
    client = prometheusClient({ url: `http://127.0.0.1:${9090 + offset}`, timeoutMs: 60_000 })
    day = await marker()
  }, 300_000)

  afterAll(async () => {
    await belfry('down', '--volumes')
    await rm(stateDir, { recursive: true, force: true })
  }, 60_000)

  test.each([
    { hours: 24, step: 120, rate: '135s' },
    { hours: 6, step: 30, rate: '60s' },
    { hours: 1, step: 15, rate: '60s' },
  ])('fills every panel of $hours h from history alone', async ({ hours, step, rate }) => {
    expect(await emptyPanels(client, model, { end: day.to, hours, step, rate })).toEqual([])
  })

  test('has no series that the live targets do not go on with', async () => {
    expect(await endedSeries(client, model, day.to)).toEqual([])
  })

  test('has the alerts of its incidents, and none that is left of them', async () => {
    const firing = await client.query(
      `count by (alertname) (last_over_time(ALERTS{alertstate="firing",severity!="none"}[24h] @ ${day.to}))`,
    )
    const names = firing.map(({ metric }) => metric.alertname)
    expect(names).toEqual(expect.arrayContaining(['PostgreSQLDown', 'RedisMemoryUsageHigh', 'ManateePostgresDown']))
    expect(names).not.toContain('TargetsMissing')
    const late = `last_over_time(ALERTS{severity!="none"}[15m] @ ${day.to})`
    expect(await client.query(late)).toEqual([])
    expect(await client.query('last_over_time(ALERTS_FOR_STATE[24h] offset 10m)')).toEqual([])
  })

  test('is not filled again, and says what is made up', async () => {
    const { exitCode, stderr } = await up()
    expect(exitCode, stderr).toBe(0)
    expect(await marker()).toEqual(day)
    const { stdout } = await belfry('status', '--json')
    expect(JSON.parse(stdout).history).toMatchObject({ demo: true, from: day.from, to: day.to })
  })
})

/** Has Belfry run Prometheus of another suite where one is asked for. */
async function programsFirst(folder: string): Promise<Readonly<Record<string, string>>> {
  if (process.env.BELFRY_TEST_SUITE === undefined) return {}
  await mkdir(folder)
  for (const name of ['prometheus', 'promtool'] as const) {
    const { path, env } = await engineProgram(name)
    const settings = Object.entries(env).map(([key, value]) => `export ${key}='${value}'\n`)
    await writeFile(join(folder, name), `#!/bin/sh\n${settings.join('')}exec '${path}' "$@"\n`)
    await chmod(join(folder, name), 0o755)
  }
  return { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` }
}
