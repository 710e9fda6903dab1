import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DrillReport } from '../src/drills/result.ts'
import { runCommand } from '../src/engines/run-command.ts'
import { prometheusConfigPath } from '../src/model/names.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
let stateDir: string

const belfry = (...args: readonly string[]) =>
  runCommand(process.execPath, ['bin/belfry.js', ...args, '--state', stateDir], { cwd: root, timeoutMs: 600_000 })

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-drill-'))
  const { exitCode, stderr } = await belfry('up', '--driver', 'compose')
  expect(exitCode, stderr).toBe(0)
})

afterAll(async () => {
  await belfry('down', '--volumes')
  await rm(stateDir, { recursive: true, force: true })
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
