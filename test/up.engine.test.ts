import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNative } from '../src/cli/choose-driver.ts'
import { freeOffset } from '../src/cli/isolated-stack.ts'
import { runCommand } from '../src/engines/run-command.ts'
import { prometheusClient } from '../src/live/prometheus.ts'
import type { EngineName } from '../src/spec/engine-name.ts'
import { startChild, until } from './support/child.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Listing {
  readonly notifications: readonly {
    readonly alerts: readonly {
      readonly status: string
      readonly labels: Readonly<Record<string, string>>
      readonly annotations: Readonly<Record<string, string>>
    }[]
  }[]
}

describe('the stack on this machine, started as a person starts it', { timeout: 240_000 }, () => {
  let stateDir: string
  let portOffset: number

  const belfry = (...args: readonly string[]) =>
    runCommand(process.execPath, ['bin/belfry.js', ...args, '--state', stateDir], { cwd: root, timeoutMs: 200_000 })
  const url = (port: number, path = ''): string => `http://127.0.0.1:${port + portOffset}${path}`

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'belfry-up-'))
    // All ports move together; the first is free, and a clash with another says so.
    portOffset = await freeOffset()
    const { exitCode, stderr } = await belfry(
      'up',
      '--driver',
      'native',
      '--no-history',
      '--port-offset',
      String(portOffset),
    )
    expect(exitCode, stderr).toBe(0)
  }, 240_000)

  afterAll(async () => {
    await belfry('down', '--volumes')
    await rm(stateDir, { recursive: true, force: true })
  }, 60_000)

  test('scrapes every target', async () => {
    const targets = await prometheusClient({ url: url(9090) }).targets()
    expect(targets.length).toBeGreaterThanOrEqual(6)
    expect(targets.filter(({ health }) => health !== 'up')).toEqual([])
  })

  test('evaluates every rule without an error', async () => {
    const groups = await prometheusClient({ url: url(9090) }).rules()
    expect(groups.flatMap(({ rules }) => rules).length).toBeGreaterThanOrEqual(69)
    expect(groups.flatMap(({ rules }) => rules).filter(({ lastError }) => lastError !== '')).toEqual([])
  })

  test('has the watchdog ring in the inbox', async () => {
    expect(await ringing('Watchdog', 'firing', 30)).toMatchObject({ labels: { severity: 'none', system: 'belfry' } })
  })

  test('is left alone by a second up', async () => {
    const before = await pids()
    const { exitCode, stderr } = await belfry('up', '--driver', 'native')
    expect(exitCode, stderr).toBe(0)
    expect(await pids()).toEqual(before)
  })

  test('shows its state as JSON', async () => {
    const { stdout } = await belfry('status', '--json')
    const status = JSON.parse(stdout) as { engines: { engine: string; state: string }[]; targets: { health: string }[] }
    expect(status.engines.filter(({ state }) => state !== 'running').map(({ engine }) => engine)).toEqual(
      status.engines.some(({ engine, state }) => engine === 'grafana' && state === 'absent') ? ['grafana'] : [],
    )
    expect(status.targets.every(({ health }) => health === 'up')).toBe(true)
  })

  test.each([
    ['redis', 'RedisDown'],
    ['postgres', 'PostgreSQLDown'],
  ] as const)('rings when %s stops, and says so when it is back', async (engine: EngineName, alertname) => {
    const driver = openNative(stateDir)
    const seconds = 60
    const stopped = Date.now()
    await driver.stop(engine)
    const alert = await ringing(alertname, 'firing', seconds)
    console.log(`${alertname} rang ${((Date.now() - stopped) / 1000).toFixed(1)} s after ${engine} was stopped`)
    expect(alert).toMatchObject({ labels: { severity: 'critical' } })
    expect(alert.annotations.runbook_url).toBe(url(9095, `/runbooks/${alert.labels.system}/${alertname}`))
    expect((await fetch(alert.annotations.runbook_url ?? '')).status).toBe(200)
    const mended = Date.now()
    await driver.start(engine)
    await ringing(alertname, 'resolved', 120)
    console.log(`${alertname} resolved ${((Date.now() - mended) / 1000).toFixed(1)} s after ${engine} was back`)
  })

  test('refuses a second stack on its ports, naming port and owner', async () => {
    const other = await mkdtemp(join(tmpdir(), 'belfry-other-'))
    const args = ['bin/belfry.js', 'up', '--driver', 'native', '--state', other, '--port-offset', String(portOffset)]
    const { exitCode, stderr } = await runCommand(process.execPath, args, { cwd: root, timeoutMs: 60_000 })
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(new RegExp(`port ${5432 + portOffset}.*postgres`))
    expect(await prometheusClient({ url: url(9090) }).ready()).toBe(true)
    await rm(other, { recursive: true, force: true })
  })

  async function ringing(alertname: string, status: string, seconds: number) {
    const deadline = Date.now() + seconds * 1000
    for (;;) {
      const { notifications } = (await (await fetch(url(9095, `/api/inbox?alertname=${alertname}`))).json()) as Listing
      const found = notifications
        .flatMap(({ alerts }) => alerts)
        .find((alert) => alert.labels.alertname === alertname && alert.status === status)
      if (found !== undefined) return found
      if (Date.now() > deadline) throw new Error(`${alertname} was not ${status} within ${seconds} s`)
      await sleep(250)
    }
  }

  async function pids(): Promise<unknown> {
    const { stdout } = await belfry('status', '--json')
    return (JSON.parse(stdout) as { engines: { engine: string; id: string }[] }).engines.map(({ engine, id }) => [
      engine,
      id,
    ])
  }
})

test('an interrupt while the past is made leaves nothing that runs, and no half of a past', {
  timeout: 240_000,
}, async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'belfry-up-'))
  const offset = String(await freeOffset())
  const args = ['bin/belfry.js', 'up', '--driver', 'native', '--state', stateDir, '--port-offset', offset]
  const up = startChild(process.execPath, args, { cwd: root })
  await until('the past', async () => up.output().includes('evaluating the rules'), 200_000)
  const code = await up.stop('SIGINT')
  expect(up.output()).toMatch(/^belfry: interrupted$/m)
  expect(code).toBe(130)
  expect(
    (await openNative(stateDir).status()).filter(({ state }) => state !== 'stopped' && state !== 'absent'),
  ).toEqual([])
  const left = await readdir(stateDir)
  for (const name of ['run.json', 'history.json', 'history']) expect(left).not.toContain(name)
  expect(await readdir(join(stateDir, 'data/prometheus'))).toEqual([])
  const down = ['bin/belfry.js', 'down', '--volumes', '--state', stateDir]
  expect(await runCommand(process.execPath, down, { cwd: root, timeoutMs: 60_000 })).toMatchObject({ exitCode: 0 })
  await rm(stateDir, { recursive: true, force: true })
})

test('data that was kept is forgotten when that is asked for later', { timeout: 60_000 }, async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'belfry-up-'))
  const state = { driver: 'native', environment: 'local', portOffset: 0, outDir: join(stateDir, 'native'), skipped: {} }
  await writeFile(join(stateDir, 'run.json'), JSON.stringify(state))
  await mkdir(join(stateDir, 'data/redis'), { recursive: true })
  const down = (...args: readonly string[]) =>
    runCommand(process.execPath, ['bin/belfry.js', 'down', '--state', stateDir, ...args], {
      cwd: root,
      timeoutMs: 30_000,
    })
  expect((await down()).stdout).toBe('stopped; its data is kept')
  expect((await down()).stdout).toBe('nothing was started from this folder')
  expect(await readdir(join(stateDir, 'data'))).toEqual(['redis'])
  expect((await down('--volumes')).stdout).toBe('stopped; its data is gone')
  expect(await readdir(stateDir)).toEqual([])
  expect((await down('--volumes')).stdout).toBe('nothing was started from this folder')
  await rm(stateDir, { recursive: true, force: true })
})

test('the run state of nothing is nothing', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'belfry-none-'))
  const run = (command: string) =>
    runCommand(process.execPath, ['bin/belfry.js', command, '--state', stateDir], { cwd: root, timeoutMs: 30_000 })
  expect(await run('down')).toMatchObject({ exitCode: 0 })
  expect((await run('status')).exitCode).toBe(3)
  await expect(readFile(join(stateDir, 'run.json'))).rejects.toThrow()
  await rm(stateDir, { recursive: true, force: true })
})

test("files for containers are shown to this machine's checkers in the words of their versions", async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'belfry-up-'))
  const up = ['bin/belfry.js', 'up', '--driver', 'fake', '--state', stateDir]
  const { exitCode, stderr } = await runCommand(process.execPath, up, { cwd: root, timeoutMs: 60_000 })
  await rm(stateDir, { recursive: true, force: true })
  expect(exitCode, stderr).toBe(0)
}, 60_000)
