import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HistoryMarker, readHistoryMarker } from '../src/cli/history-marker.ts'
import type { DrillReport } from '../src/drills/result.ts'
import { runCommand } from '../src/engines/run-command.ts'
import { prometheusClient } from '../src/live/prometheus.ts'
import { prometheusConfigPath } from '../src/model/names.ts'
import stack from '../stack/stack.ts'
import { emptyPanels, endedSeries } from './support/made-up-day.ts'
import { resolvedModel } from './support/resolved-model.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
let stateDir: string

const belfry = (...args: readonly string[]) =>
  runCommand(process.execPath, ['bin/belfry.js', ...args, '--state', stateDir], { cwd: root, timeoutMs: 600_000 })

const up = async (): Promise<string> => {
  const { exitCode, stderr } = await belfry('up', '--driver', 'compose')
  expect(exitCode, stderr).toBe(0)
  return stderr
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-up-'))
  await up()
})

afterAll(async () => {
  await belfry('down', '--volumes')
  await rm(stateDir, { recursive: true, force: true })
})

describe('the day before the demo', () => {
  const model = resolvedModel(stack, { placement: { kind: 'compose' } })
  const client = prometheusClient({ url: model.urls.prometheus, timeoutMs: 60_000 })
  let day: HistoryMarker

  beforeAll(async () => {
    const marker = await readHistoryMarker(stateDir)
    if (marker === null) throw new Error('nothing is made up')
    day = marker
  })

  test('fills every panel', async () => {
    expect(await emptyPanels(client, model, { end: day.to, hours: 24, step: 120, rate: '135s' })).toEqual([])
  })

  test('has the series that containers go on with', async () => {
    expect(await endedSeries(client, model, day.to)).toEqual([])
  })

  test('leaves no alert', async () => {
    expect(await client.query(`last_over_time(ALERTS{severity!="none"}[15m] @ ${day.to})`)).toEqual([])
    const old = (await client.alerts()).filter(({ activeAt }) => Date.parse(activeAt ?? '') < day.to * 1000)
    expect(old).toEqual([])
  })

  test('is told of by the console', async () => {
    const answer = await fetch(`${model.urls.console}/api/history`)
    expect(await answer.json()).toMatchObject({ from: day.from, to: day.to })
  })

  test('comes once', async () => {
    expect(await up()).toContain('Give Prometheus a past: there already')
    expect(await readHistoryMarker(stateDir)).toEqual(day)
  })
})

/** One that stops, one with a wrong password, one scenario: they do not touch each other, so all are broken at once. */
const names = ['postgres-password', 'redis-stopped', 'manatee-no-primary']

test('containers are drilled in time, and are as they were before', { timeout: 600_000 }, async () => {
  const config = await readFile(join(root, prometheusConfigPath), 'utf8')
  const { exitCode, stdout, stderr } = await belfry('drill', '--only', names.join(), '--json')
  expect(exitCode, stderr).toBe(0)

  const { faults } = JSON.parse(stdout) as DrillReport
  const measured = (faults?.drills ?? []).map(({ name, outcome, measures: { detection, delivery, resolve } }) => ({
    name,
    outcome,
    times: [detection, delivery, resolve].map(({ seconds, bound }) => `${seconds?.toFixed(1)} / ${bound}`).join(', '),
  }))
  console.log(measured.map((one) => Object.values(one).join(': ')).join('\n'))
  expect(measured.map(({ name, outcome }) => [name, outcome])).toEqual(names.map((name) => [name, 'passed']))
  expect(faults).toMatchObject({ driver: 'compose', broken: [] })
  expect(await readFile(join(root, prometheusConfigPath), 'utf8')).toBe(config)
  const { stdout: status } = await belfry('status', '--json')
  const { engines } = JSON.parse(status) as { engines: readonly { engine: string; state: string }[] }
  expect(engines.filter(({ state }) => state !== 'running')).toEqual([])
})
