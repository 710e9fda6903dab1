import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openNative } from '../src/cli/choose-driver.ts'
import { freeOffset } from '../src/cli/isolated-stack.ts'
import type { DrillReport } from '../src/drills/result.ts'
import { runCommand } from '../src/engines/run-command.ts'
import { prometheusConfigPath } from '../src/model/names.ts'
import { startChild } from './support/child.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const belfry = (...args: readonly string[]) =>
  runCommand(process.execPath, ['bin/belfry.js', ...args], { cwd: root, timeoutMs: 400_000 })

describe('drills of a running stack', { timeout: 400_000 }, () => {
  let stateDir: string
  let portOffset: number
  let config: string

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'belfry-drill-'))
    portOffset = await freeOffset()
    const args = ['up', '--driver', 'native', '--no-history', '--port-offset', String(portOffset), '--state', stateDir]
    const { exitCode, stderr } = await belfry(...args)
    expect(exitCode, stderr).toBe(0)
    config = await prometheusConfig()
  }, 240_000)

  afterAll(async () => {
    await belfry('down', '--volumes', '--state', stateDir)
    await rm(stateDir, { recursive: true, force: true })
  }, 60_000)

  test('are detected, told of with a label, mended and resolved in time', async () => {
    const [junit, html] = [join(stateDir, 'drill.xml'), join(stateDir, 'drill.html')]
    const names = ['redis-stopped', 'manatee-no-primary', 'goverse-node-lost']
    const files = ['--junit', junit, '--html', html, '--json']
    const { exitCode, stdout, stderr } = await belfry('drill', '--only', names.join(), ...files, '--state', stateDir)
    expect(exitCode, stderr).toBe(0)

    const { run, faults } = JSON.parse(stdout) as DrillReport
    expect(faults?.drills.map(({ name, outcome }) => [name, outcome])).toEqual(names.map((name) => [name, 'passed']))
    for (const { times, measures } of faults?.drills ?? []) {
      const { broken, pending, firing, delivered, mended, resolved } = times
      const order = [broken, pending, firing, delivered, mended, resolved].map(Number)
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      for (const { seconds, bound } of Object.values(measures)) expect(seconds).toBeLessThanOrEqual(bound)
    }
    expect(await drillLabels('RedisDown')).toEqual([run])
    expect(await readFile(junit, 'utf8')).toContain('tests="3" failures="0" skipped="0"')
    expect(await readFile(html, 'utf8')).toContain('3 of 3 passed')
    await expectMended()
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('mend what they have broken when they get %s', async (signal) => {
    const drill = await startDrill()
    await drill.stop(signal)
    expect(drill.output()).toContain('interrupted')
    await expectMended()
  })

  test('that are killed are mended by the next up', async () => {
    const drill = await startDrill()
    await drill.stop('SIGKILL')
    expect(await redisState()).toBe('stopped')
    const { exitCode, stderr } = await belfry('up', '--driver', 'native', '--state', stateDir)
    expect(exitCode, stderr).toBe(0)
    expect(stderr).toContain('mending what a drill has left broken')
    await expectMended()
  })

  /** A drill that has stopped Redis. */
  async function startDrill() {
    const args = ['bin/belfry.js', 'drill', '--only', 'redis-stopped', '--state', stateDir]
    const drill = startChild(process.execPath, args, { cwd: root })
    await vi.waitFor(async () => expect(await redisState(), drill.output()).toBe('stopped'), {
      timeout: 120_000,
      interval: 100,
    })
    expect(await prometheusConfig()).not.toBe(config)
    return drill
  }

  async function expectMended(): Promise<void> {
    expect(await redisState()).toBe('running')
    expect(await prometheusConfig()).toBe(config)
    expect(await readdir(stateDir)).not.toContain('drill.json')
    const scenarios = await (await fetch(`http://127.0.0.1:${9096 + portOffset}/api/scenarios`)).json()
    const playing = (scenarios as { systems: { scenario: string }[] }).systems.map(({ scenario }) => scenario)
    expect([...new Set(playing)]).toEqual(['healthy'])
  }

  async function redisState(): Promise<string | undefined> {
    return (await openNative(stateDir).status()).find(({ engine }) => engine === 'redis')?.state
  }

  async function prometheusConfig(): Promise<string> {
    return readFile(join(stateDir, 'native', prometheusConfigPath), 'utf8')
  }

  async function drillLabels(alertname: string): Promise<readonly (string | undefined)[]> {
    const answer = await fetch(`http://127.0.0.1:${9095 + portOffset}/api/inbox?alertname=${alertname}`)
    const { notifications } = (await answer.json()) as {
      notifications: readonly { alerts: readonly { labels: Readonly<Record<string, string>> }[] }[]
    }
    return [...new Set(notifications.flatMap(({ alerts }) => alerts.map(({ labels }) => labels.drill)))]
  }
})

describe('drills of a stack of their own', () => {
  test('leave nothing behind when they are interrupted', { timeout: 120_000 }, async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'belfry-isolated-'))
    const args = ['bin/belfry.js', 'drill', '--isolated', '--only', 'redis-stopped', '--state', stateDir]
    const drill = startChild(process.execPath, args, { cwd: root })
    await vi.waitFor(() => expect(drill.output()).toContain('Start alertmanager'), { timeout: 60_000, interval: 100 })
    await drill.stop('SIGINT')
    expect(drill.output()).toContain('interrupted; mending what is broken')
    expect(await readdir(join(stateDir, 'drills'))).toEqual([])
    await rm(stateDir, { recursive: true, force: true })
  })

  test('that are killed are removed by the next drill, or by down', { timeout: 120_000 }, async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'belfry-isolated-'))
    const args = ['bin/belfry.js', 'drill', '--isolated', '--only', 'redis-stopped', '--state', stateDir]
    const drill = startChild(process.execPath, args, { cwd: root })
    await vi.waitFor(() => expect(drill.output()).toContain('Start prometheus'), { timeout: 60_000, interval: 100 })
    await drill.stop('SIGKILL')
    const [folder = ''] = await readdir(join(stateDir, 'drills'))
    const driver = openNative(join(stateDir, 'drills', folder))
    expect((await driver.status()).some(({ state }) => state === 'running')).toBe(true)

    expect(await belfry('down', '--state', stateDir)).toMatchObject({ exitCode: 0 })

    expect(await readdir(join(stateDir, 'drills'))).toEqual([])
    expect(await driver.status()).toEqual([])
    await rm(stateDir, { recursive: true, force: true })
  })

  test('are what production is left to, unless somebody says otherwise', { timeout: 60_000 }, async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'belfry-production-'))
    const state = { driver: 'fake', environment: 'production', portOffset: 0, outDir: stateDir, skipped: {} }
    await writeFile(join(stateDir, 'run.json'), JSON.stringify(state))
    const { exitCode, stderr } = await belfry('drill', '--state', stateDir)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--yes-production')
    await rm(stateDir, { recursive: true, force: true })
  })
})
