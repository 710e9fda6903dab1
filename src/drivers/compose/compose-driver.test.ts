import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeDocker } from '../../../test/support/fake-docker.ts'
import { testEngines, testModel, testSecret } from '../../../test/support/model.ts'
import { runSteps } from '../contract.ts'
import { type ComposeDriver, composeDriver } from './compose-driver.ts'

const model = testModel({
  secrets: [{ secret: testSecret('redis_password'), engines: ['redis-exporter'] }],
  engines: testEngines({ grafana: { enabled: false }, redis: { enabled: true } }),
})
const images = Object.values(model.engines)
  .filter(({ enabled, image }) => enabled && image !== 'belfry')
  .map(({ image, tag }) => `${image}:${tag}`)

let folder: string
let docker: FakeDocker
let driver: ComposeDriver

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-compose-'))
  docker = new FakeDocker()
  docker.services = { 'node-exporter': { image: 'prom/node-exporter:v1' }, exporter: { image: 'belfry:1' } }
  for (const { image } of Object.values(docker.services)) docker.images.add(image)
  driver = await composeDriver({ model, outDir: folder, stateDir: join(folder, '.belfry'), docker, run: docker.run })
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

const up = (changed: readonly string[] = []) => runSteps(driver.up({ model, outDir: folder, changed }))

describe('whether it is available', () => {
  beforeEach(async () => {
    for (const image of images) docker.images.add(image)
    await writeFile(join(folder, 'Dockerfile'), '# ours\nFROM node:20-slim\n')
  })

  test('an engine, compose, and every image or a way to it make it so', async () => {
    docker.images.delete('prom/prometheus:v3.5.0')
    docker.registry.add('prom/prometheus:v3.5.0').add('node:20-slim')
    expect(await driver.available()).toEqual({ ok: true })
  })

  test('an image of our own needs what it is built from', async () => {
    expect(await driver.available()).toEqual({ ok: false, why: 'neither here nor to be pulled: node:20-slim' })
  })

  test('without an engine or without compose it says so', async () => {
    docker.composeVersion = '1.29.2'
    expect(await driver.available()).toEqual({ ok: false, why: 'the command `docker compose` is missing' })
    docker.running = false
    expect(await driver.available()).toEqual({ ok: false, why: 'no Docker engine answers' })
  })
})

describe('up', () => {
  test('makes secrets that every container user can read, in a folder that nobody else can', async () => {
    await up()
    const mode = async (path: string) => (await stat(join(folder, '.belfry', path))).mode & 0o777
    expect(await mode('secrets')).toBe(0o700)
    expect(await mode('secrets/redis_password')).toBe(0o644)
  })

  test('makes the folder of proofs, so that Docker does not', async () => {
    await up()
    expect((await stat(join(folder, '.belfry/proof'))).isDirectory()).toBe(true)
  })

  test('builds one image once, and only what is built here', async () => {
    await mkdir(join(folder, 'dist/console'), { recursive: true })
    for (const name of ['exporter.js', 'console.js', 'simulator.js']) await writeFile(join(folder, 'dist', name), '')
    const own = { image: 'belfry:1', build: {} }
    docker.services = { ...docker.services, exporter: own, console: own }
    await up()
    expect(docker.commands.filter((command) => command.startsWith('build'))).toEqual(['build exporter'])
  })

  test('says what to do when the programs of our own image are not built', async () => {
    docker.services = { exporter: { image: 'belfry:1', build: {} } }
    await expect(up()).rejects.toMatchObject({ code: 'IMAGE_MISSING', hint: 'Run `npm run build`.' })
  })

  test('pulls what is missing', async () => {
    docker.images.delete('prom/node-exporter:v1')
    await up()
    expect(docker.commands).toContain('pull node-exporter')
  })

  test('names the container that has taken a port, before anything is started', async () => {
    docker.services = { prometheus: { image: 'belfry:1', ports: [{ published: '19090' }] } }
    docker.ports.set(19090, 'somebody-else-1')
    await expect(up()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: 'port 19090 of prometheus is taken by the container somebody-else-1',
    })
    expect(docker.commands.some((command) => command.startsWith('up'))).toBe(false)
  })

  test('tells what a container logged that compose waited for in vain', async () => {
    docker.add('node-exporter', { health: 'unhealthy' })
    docker.log = 'flag provided but not defined\n'
    docker.upResult = { exitCode: 1, stderr: 'container test-node-exporter-1 is unhealthy' }
    await expect(up()).rejects.toMatchObject({
      code: 'NOT_READY',
      message: 'node-exporter does not become healthy; it logged last:\nflag provided but not defined',
    })
  })

  test('gives up at once on a container that ends again and again', async () => {
    docker.add('node-exporter', { state: 'restarting', exitCode: 2 })
    docker.log = 'no such file\n'
    await expect(up()).rejects.toMatchObject({
      code: 'NOT_READY',
      message: 'node-exporter ends with exit code 2; it logged last:\nno such file',
    })
  })
})

describe('what has changed', () => {
  const config = () => join(folder, 'rendered/exporter/exporter.yml')
  const startedAt = async () => (await driver.status()).find(({ engine }) => engine === 'exporter')?.startedAt

  beforeEach(async () => {
    await mkdir(join(folder, 'rendered/exporter'), { recursive: true })
    await writeFile(config(), 'path: /metrics\n')
    await utimes(config(), 0, 0)
  })

  test('is not loaded again by a container that is new', async () => {
    expect(await up(['rendered/exporter/exporter.yml'])).toContain('nothing to load')
  })

  test('is loaded by its engine alone', async () => {
    await up()
    expect(await up(['rendered/exporter/exporter.yml'])).toContain('exporter')
    expect(await startedAt()).toBe(3000)
    expect(await up()).toContain('nothing to load')
  })

  test('is found by itself when it was rendered at another time', async () => {
    await up()
    await writeFile(config(), 'path: /other\n')
    expect(await up()).toContain('exporter')
  })

  test('is found for a container that somebody else started', async () => {
    docker.add('exporter')
    await writeFile(config(), 'path: /other\n')
    expect(await up()).toContain('exporter')
  })

  test('needs no loading when Grafana or the console look at it by themselves', async () => {
    docker.services = { grafana: { image: 'belfry:1' }, console: { image: 'belfry:1' } }
    await up()
    expect(await up(['rendered/grafana/dashboards/node/x.json', 'rendered/runbooks/node/X.md'])).toContain(
      'nothing to load',
    )
  })
})

describe('status', () => {
  test('says what is wrong', async () => {
    docker.add('prometheus', {
      image: 'prom/prometheus:v3.5.0',
      state: 'exited',
      exitCode: 137,
      outOfMemory: true,
      startedAt: 0,
    })
    docker.add('alertmanager', { health: 'unhealthy', probe: 'connection refused' })
    docker.add('exporter', { health: 'starting' })
    const status = Object.fromEntries(
      (await driver.status()).map(({ engine, state, detail }) => [engine, [state, detail]]),
    )
    expect(status).toMatchObject({
      prometheus: ['stopped', 'ended for lack of memory'],
      alertmanager: ['unhealthy', 'connection refused'],
      exporter: ['starting', ''],
      'redis-exporter': ['absent', ''],
    })
    expect(status).not.toHaveProperty('grafana')
  })
})
