import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ComposeDriver, composeDriver } from '../src/drivers/compose/compose-driver.ts'
import { dockerEngine } from '../src/drivers/compose/docker-engine.ts'
import { runSteps } from '../src/drivers/contract.ts'
import type { Model } from '../src/model/model.ts'
import { composePath, composeProject, prometheusConfigPath } from '../src/model/names.ts'
import { resolve } from '../src/model/resolve.ts'
import { renderCompose } from '../src/renderers/compose.ts'
import stack from '../stack/stack.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const docker = new Docker()

let model: Model
let project: string
let stateDir: string
let driver: ComposeDriver

beforeAll(async () => {
  const request = { environment: 'local', placement: { kind: 'compose' }, runbooks: [], runbookLayout: '' } as const
  const { model: resolved, problems } = resolve(stack, request)
  if (resolved === null) throw new Error(problems.map(({ message }) => message).join('\n'))
  model = resolved
  project = composeProject(model.name, model.environment)
  if ((await ownContainers()).length > 0)
    throw new Error(`the project ${project} runs here already; bring it down first`)

  stateDir = await mkdtemp(join(tmpdir(), 'belfry-'))
  driver = await composeDriver({ model, outDir: root, stateDir })
  await up()
})

afterAll(async () => {
  if (driver !== undefined) await runSteps(driver.down({ volumes: true }))
  if (stateDir !== undefined) await rm(stateDir, { recursive: true, force: true })
})

describe('the committed compose file', () => {
  test('is what the spec renders to', async () => {
    const committed = await readFile(join(root, composePath), 'utf8')
    expect(renderCompose(model).map(({ content }) => content)).toEqual([committed])
  })

  test('can run here', async () => {
    expect(await driver.available()).toEqual({ ok: true })
  })

  test('comes up with every engine healthy', async () => {
    const status = await driver.status()
    const enabled = Object.values(model.engines).filter((engine) => engine.enabled)
    expect(status.map(({ engine, state, detail }) => ({ engine, state, detail }))).toEqual(
      enabled.map(({ name }) => ({ engine: name, state: 'running', detail: '' })),
    )
  })

  test('has every target up', async () => {
    const targets = await eventually('all targets up', async () => {
      const { activeTargets } = await prometheus<{ activeTargets: readonly Target[] }>('targets')
      return activeTargets.length > 0 && activeTargets.every(({ health }) => health === 'up') ? activeTargets : null
    })
    expect(targets.map(({ labels }) => labels.job)).toEqual(
      expect.arrayContaining(model.prometheus.jobs.map(({ name }) => name)),
    )
  })
})

describe('its containers', () => {
  test('have no privileges and cannot write to their images', async () => {
    for (const { Name, HostConfig } of await ownContainers()) {
      expect({ Name, ...HostConfig }).toMatchObject({
        Name,
        Privileged: false,
        ReadonlyRootfs: true,
        CapAdd: null,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        PidMode: '',
      })
    }
  })

  test('run as users who are not root, within the limits of the model', async () => {
    for (const { Config, HostConfig } of await ownContainers()) {
      expect(Config.User).toMatch(/^[1-9]\d*:\d+$/)
      const engine = Object.values(model.engines).find(
        ({ name }) => name === Config.Labels['com.docker.compose.service'],
      )
      expect(HostConfig.Memory).toBe((engine?.memoryMiB ?? 0) * 2 ** 20)
      expect(HostConfig.MemorySwap).toBe(HostConfig.Memory)
      expect(HostConfig.PidsLimit).toBeGreaterThan(0)
    }
  })

  test('listen beyond loopback nowhere', async () => {
    const bindings = (await ownContainers()).flatMap(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Ports).flatMap((ports) => ports ?? []),
    )
    expect(bindings.length).toBeGreaterThan(3)
    for (const { HostIp } of bindings) expect(HostIp).toBe('127.0.0.1')
  })

  test('show no secret to who inspects them', async () => {
    const shown = JSON.stringify(await ownContainers())
    const secrets = await Promise.all(
      model.secrets.map(({ secret }) => readFile(join(stateDir, 'secrets', secret.name), 'utf8')),
    )
    expect(secrets.length).toBeGreaterThan(2)
    for (const secret of secrets) expect(shown.includes(secret.trim())).toBe(false)
  })
})

describe('up again', () => {
  test('changes nothing', async () => {
    const before = await driver.status()
    await up()
    expect(await driver.status()).toEqual(before)
  })

  test('after an edit lets only Prometheus read its files, without a restart', async () => {
    const before = await driver.status()
    const loaded = await loadedAt()
    await up([prometheusConfigPath])
    expect(await driver.status()).toEqual(before)
    // Prometheus scrapes itself only now and then.
    await eventually('a later time of loading', async () => ((await loadedAt()) > loaded ? true : null))
  })
})

describe('the inbox', () => {
  test('has rung for the watchdog, which fires always', async () => {
    await eventually('Watchdog', async () => ((await rang('Watchdog')).includes('firing') ? true : null))
  })

  test.each([
    ['redis', 'RedisDown'],
    ['postgres', 'PostgreSQLDown'],
  ] as const)('rings when %s is gone, and again when it is back', async (engine, alert) => {
    const before = await rang(alert)
    await driver.stop(engine)
    await eventually(alert, async () => ((await rang(alert)).length > before.length ? true : null))
    await driver.start(engine)
    await eventually(`the end of ${alert}`, async () => ((await rang(alert)).at(-1) === 'resolved' ? true : null))
  })
})

test('what Docker refuses is told in its words, and is no bug', async () => {
  const redis = (await ownContainers()).find(({ Config }) => Config.Labels['com.docker.compose.service'] === 'redis')
  await driver.stop('redis')
  await expect(dockerEngine('').pause(redis?.Id ?? '')).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
    exitCode: 3,
    message: expect.stringMatching(/^Docker answers 409: .*is not running/),
  })
  await driver.start('redis')
})

describe('down with volumes', () => {
  test('leaves no container, network or volume behind', async () => {
    await runSteps(driver.down({ volumes: true }))
    const filters = { label: [`com.docker.compose.project=${project}`] }
    expect(await ownContainers()).toEqual([])
    expect(await docker.listNetworks({ filters })).toEqual([])
    expect((await docker.listVolumes({ filters })).Volumes ?? []).toEqual([])
  })
})

interface Target {
  readonly health: string
  readonly labels: { readonly job: string }
}

interface Notification {
  readonly id: number
  readonly alerts: readonly { readonly status: string; readonly labels: { readonly alertname: string } }[]
}

async function up(changed: readonly string[] = []): Promise<void> {
  await runSteps(driver.up({ model, outDir: root, changed }))
}

async function ownContainers(): Promise<readonly Docker.ContainerInspectInfo[]> {
  const filters = { label: [`com.docker.compose.project=${project}`] }
  const found = await docker.listContainers({ all: true, filters })
  return Promise.all(found.map(({ Id }) => docker.getContainer(Id).inspect()))
}

async function prometheus<T>(path: string): Promise<T> {
  const response = await fetch(`${model.urls.prometheus}/api/v1/${path}`)
  return ((await response.json()) as { readonly data: T }).data
}

async function loadedAt(): Promise<number> {
  const query = encodeURIComponent('prometheus_config_last_reload_success_timestamp_seconds')
  const { result } = await prometheus<{ result: readonly { value: readonly [number, string] }[] }>(
    `query?query=${query}`,
  )
  return Number(result[0]?.value[1] ?? 0)
}

/** What the inbox was told about an alert, oldest first. */
async function rang(alert: string): Promise<readonly string[]> {
  const response = await fetch(`${model.urls.console}/api/inbox`)
  const { notifications } = (await response.json()) as { notifications: readonly Notification[] }
  return [...notifications]
    .sort((a, b) => a.id - b.id)
    .flatMap(({ alerts }) => alerts)
    .filter(({ labels }) => labels.alertname === alert)
    .map(({ status }) => status)
}

/** Asks until there is an answer, for two minutes. */
async function eventually<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await sleep(500)
  }
}
