import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type NativeStack, nativeStack } from '../../../test/support/native-stack.ts'
import type { PlannedProcess, ProcessPlan } from '../../model/process-plan.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import { driverContract, runSteps } from '../contract.ts'
import type { EngineStatus, UpRequest } from '../driver.ts'
import { recordPath } from './state-paths.ts'

driverContract('native', async () => {
  const stack = await nativeStack()
  return {
    driver: stack.driver,
    engine: 'prometheus',
    other: 'alertmanager',
    request: async () => stack.request(),
    requestAfterEdit: async () => stack.edit('rendered/prometheus/prometheus.yml', 'edited'),
    cleanUp: stack.cleanUp,
  }
})

describe('a native stack', { timeout: 30_000 }, () => {
  let stack: NativeStack
  let servers: Server[] = []
  beforeEach(async () => {
    stack = await nativeStack()
  })
  afterEach(async () => {
    for (const server of servers) server.close()
    servers = []
    await stack.cleanUp()
  }, 30_000)

  const up = (request: UpRequest = stack.request(), signal?: AbortSignal): Promise<readonly string[]> =>
    runSteps(stack.driver.up(request), signal)
  const one = async (engine: EngineName): Promise<EngineStatus> => {
    const found = (await stack.driver.status()).find((status) => status.engine === engine)
    if (found === undefined) throw new Error(`${engine} has no status`)
    return found
  }
  const portOf = (engine: EngineName): number => stack.plan.processes.find((one) => one.engine === engine)?.port ?? 0
  const alter = (engine: EngineName, change: Partial<PlannedProcess>) => (plan: ProcessPlan) => ({
    ...plan,
    processes: plan.processes.map((one) => (one.engine === engine ? { ...one, ...change } : one)),
  })
  const listen = async (port: number): Promise<void> => {
    const server = createServer().listen(port, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
  }

  test('a taken port is refused before anything starts, with its engine and its owner', async () => {
    await listen(portOf('prometheus'))
    await expect(up()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringMatching(
        new RegExp(`port ${portOf('prometheus')} of prometheus is taken by process ${process.pid} \\(node`),
      ),
      hint: expect.stringContaining('--port-offset'),
    })
    expect(await stack.driver.status()).toEqual([])
    expect(existsSync(join(stack.stateDir, 'data'))).toBe(false)
  })

  test('an engine that ends at once is reported with the end of its log, and what was started before it is stopped', async () => {
    const request = await stack.replan(alter('prometheus', { env: { BROKEN: 'no storage' } }))
    await expect(up(request)).rejects.toMatchObject({
      code: 'START_FAILED',
      message: 'prometheus ended at once (exit code 4)\nhello\ncannot go on: no storage',
    })
    expect((await stack.driver.status()).map(({ state }) => state)).toEqual(['stopped', 'stopped'])

    await stack.replan(alter('prometheus', { env: {} }))
    await up()
    expect((await one('prometheus')).state).toBe('running')
  })

  test('an engine whose turn did not come keeps running when another fails to start anew', async () => {
    await up()
    const before = await one('prometheus')
    const request = await stack.replan((plan) => ({
      ...plan,
      processes: plan.processes.map((one) => ({
        ...one,
        ...(one.engine === 'alertmanager' ? { env: { BROKEN: 'no storage' } } : { args: [...one.args, 'bonjour'] }),
      })),
    }))
    await expect(up(request)).rejects.toMatchObject({ code: 'START_FAILED' })
    expect((await one('alertmanager')).state).toBe('stopped')
    expect(await one('prometheus')).toEqual(before)
  })

  test('a secret in the log does not get into the message', async () => {
    await stack.writeSecret('slack_webhook_url', 'https://hooks.example/T0/B0')
    const request = await stack.replan(
      alter('prometheus', { env: { BROKEN: 'cannot post to https://hooks.example/T0/B0' } }),
    )
    await expect(up(request)).rejects.toMatchObject({ message: expect.stringMatching(/cannot post to \*\*\*$/) })
  })

  test('an engine that never answers is given up after its time', async () => {
    const ready = { kind: 'http', url: `http://127.0.0.1:${portOf('prometheus')}/`, status: 204 } as const
    const request = await stack.replan(alter('prometheus', { ready, readyTimeout: 10 }))
    await expect(up(request)).rejects.toMatchObject({
      code: 'NOT_READY',
      message: expect.stringContaining('answers 200'),
    })
    expect((await one('prometheus')).state).toBe('stopped')
  })

  test('giving up stops what was started', async () => {
    const request = await stack.replan(
      alter('prometheus', { ready: { kind: 'http', url: 'http://127.0.0.1:1/', status: 200 } }),
    )
    const controller = new AbortController()
    const attempt = up(request, controller.signal)
    attempt.catch(() => {})
    await expect
      .poll(async () => (await stack.driver.status()).map(({ state }) => state))
      .toEqual(['starting', 'running'])
    controller.abort()
    await expect(attempt).rejects.toThrow()
    expect((await stack.driver.status()).map(({ state }) => state)).toEqual(['stopped', 'stopped'])
  })

  test('a changed configuration is reloaded by the engine that reads it', async () => {
    await up()
    const outcomes = await up(await stack.edit('rendered/prometheus/prometheus.yml', 'other'))
    expect(outcomes).toEqual(['', 'runs already', 'reloaded'])
    expect(await (await fetch(`http://127.0.0.1:${portOf('prometheus')}/`)).text()).toBe('1')
  })

  test('a change that an earlier up did not get to is loaded by the next', async () => {
    await up()
    await stack.edit('rendered/prometheus/prometheus.yml', 'other')
    expect(await up()).toEqual(['', 'runs already', 'reloaded'])
    expect(await up()).toEqual(['', 'runs already', 'runs already'])
  })

  test('an engine that refuses its configuration keeps running, and up fails', async () => {
    await stack.replan(alter('prometheus', { env: { STUBBORN: '1' } }))
    await up()
    const before = await stack.driver.status()
    await expect(up(await stack.edit('rendered/prometheus/prometheus.yml', 'bad'))).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('prometheus did not take its new configuration'),
    })
    expect(await stack.driver.status()).toEqual(before)
  })

  test('a changed command line restarts its engine only', async () => {
    await up()
    const before = await one('alertmanager')
    const args = [...(stack.plan.processes[1]?.args ?? []), 'bonjour']
    const outcomes = await up(await stack.replan(alter('prometheus', { args })))
    expect(outcomes[2]).toMatch(/^restarted/)
    expect(await one('alertmanager')).toEqual(before)
    expect(await logOf('prometheus')).toEqual(['hello', 'bonjour'])
  })

  test('an engine that is no longer planned is stopped and forgotten', async () => {
    await up()
    await up(await stack.replan((plan) => ({ ...plan, processes: plan.processes.slice(0, 1) })))
    expect((await stack.driver.status()).map(({ engine }) => engine)).toEqual(['alertmanager'])
  })

  test('an optional engine without a program is visibly left out', async () => {
    const program = { kind: 'engine', name: 'grafana' } as const
    const outcomes = await up(await stack.replan(alter('prometheus', { program, optional: true })))
    expect(outcomes[2]).toBe('skipped: grafana was not found')
    expect(await one('prometheus')).toMatchObject({ state: 'absent', detail: 'skipped: grafana was not found' })

    await up(await stack.replan((plan) => ({ ...plan, processes: plan.processes.slice(0, 1) })))
    expect((await stack.driver.status()).map(({ engine }) => engine)).toEqual(['alertmanager'])
  })

  test('an engine without a program is an error before anything starts', async () => {
    const request = await stack.replan(alter('prometheus', { program: { kind: 'engine', name: 'grafana' } }))
    await expect(up(request)).rejects.toMatchObject({ code: 'ENGINE_MISSING' })
    expect(await stack.driver.status()).toEqual([])
  })

  test('a process that died by itself is seen, and up starts it again', async () => {
    await up()
    process.kill(Number((await one('prometheus')).id), 'SIGKILL')
    await expect
      .poll(() => one('prometheus'))
      .toMatchObject({ state: 'stopped', detail: expect.stringContaining('ended by itself') })
    await up()
    expect((await one('prometheus')).state).toBe('running')
  })

  test.runIf(process.platform === 'linux')('a process whose pid nobody got to note is found again', async () => {
    await up()
    const { id } = await one('prometheus')
    const path = recordPath(stack.stateDir, 'prometheus')
    const record = JSON.parse(readFileSync(path, 'utf8')) as object
    const token = /BELFRY_PROCESS=([^\0]+)/.exec(readFileSync(`/proc/${id}/environ`, 'utf8'))?.[1]
    writeFileSync(path, JSON.stringify({ ...record, pid: 0, identity: '', complete: false, token }))

    expect((await up())[2]).toMatch(/^restarted/)
    expect(existsSync(`/proc/${id}`)).toBe(false)
  })

  test('a process that only has the pid of ours is never touched', async () => {
    await up()
    const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    await once(stranger, 'spawn')
    await stack.driver.stop('prometheus')
    const path = recordPath(stack.stateDir, 'prometheus')
    const record = JSON.parse(readFileSync(path, 'utf8')) as object
    writeFileSync(path, JSON.stringify({ ...record, pid: stranger.pid, identity: 'of long ago' }))

    expect((await one('prometheus')).state).toBe('stopped')
    await stack.driver.pause('prometheus')
    await stack.driver.stop('prometheus')
    await sleep(50)
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    stranger.kill('SIGKILL')
  })

  test('a process that ignores the signal is killed when its grace is over', async () => {
    await up(await stack.replan(alter('prometheus', { env: { DEAF: '1' }, stop: { signal: 'SIGTERM', grace: 0.3 } })))
    expect(await runSteps(stack.driver.down({ volumes: false }))).toEqual(['killed', 'stopped'])
  })

  test('a paused process can be stopped', async () => {
    await up()
    await stack.driver.pause('prometheus')
    expect(await runSteps(stack.driver.down({ volumes: false }))).toEqual(['stopped', 'stopped'])
  })

  test('down with volumes leaves nothing but the secrets that a person wrote', async () => {
    await stack.writeSecret('slack_webhook_url', 'https://hooks.example')
    await stack.writeSecret('redis_password', 'p"w')
    const path = join(stack.stateDir, 'data', 'prometheus', 'redis.conf')
    const secretFiles = [
      {
        path: '{data}/redis.conf',
        secret: join(stack.stateDir, 'secrets', 'redis_password'),
        content: 'requirepass {secret}\n',
      },
    ]
    await up(await stack.replan(alter('prometheus', { secretFiles })))
    expect(readFileSync(path, 'utf8')).toBe('requirepass "p\\"w"\n')

    await runSteps(stack.driver.down({ volumes: true }))

    expect(readdirSync(stack.stateDir, { recursive: true }).sort()).toEqual([
      'secrets',
      join('secrets', 'redis_password'),
      join('secrets', 'slack_webhook_url'),
    ])
  })

  test('followed logs carry what is added', async () => {
    await up()
    const lines: string[] = []
    const controller = new AbortController()
    const following = stack.driver.logs(
      { engines: ['prometheus'], follow: true, tail: 0 },
      (engine, line) => lines.push(`${engine}: ${line}`),
      controller.signal,
    )
    // What is printed before the first look at the log is left out.
    const reload = () => fetch(`http://127.0.0.1:${portOf('prometheus')}/`, { method: 'POST' })
    await expect.poll(() => reload().then(() => lines)).toContain('prometheus: reloaded')
    expect(new Set(lines)).toEqual(new Set(['prometheus: reloaded']))
    controller.abort()
    await following
  })

  async function logOf(engine: EngineName): Promise<readonly string[]> {
    const lines: string[] = []
    const request = { engines: [engine], follow: false, tail: 100 }
    await stack.driver.logs(request, (_, line) => lines.push(line), new AbortController().signal)
    return lines
  }
})
