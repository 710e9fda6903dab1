import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeDocker } from '../../../test/support/fake-docker.ts'
import { testModel } from '../../../test/support/model.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { runSteps } from '../contract.ts'
import type { Backfill } from '../driver.ts'
import { composeDriver } from './compose-driver.ts'

const model = testModel({ secrets: [] })

let folder: string
let docker: FakeDocker
/** Services whose containers were there when the past was made; `null` when none was made. */
let seen: readonly string[] | null
let stored: boolean

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-compose-'))
  docker = new FakeDocker()
  const image = 'some:1'
  docker.images.add(image)
  docker.services = { prometheus: { image }, alertmanager: { image }, exporter: { image } }
  // Prometheus' data is new.
  docker.plain = (args) => (args.includes('test') ? 1 : 0)
  seen = null
  stored = false
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

const backfill: Backfill = {
  async make() {
    seen = docker.list.map(({ service }) => service)
    return 'a day'
  },
  async stored() {
    stored = true
  },
}

async function up(how: Backfill = backfill): Promise<readonly string[]> {
  const stateDir = join(folder, '.belfry')
  const driver = await composeDriver({ model, outDir: folder, stateDir, docker, run: docker.run })
  return runSteps(driver.up({ model, outDir: folder, changed: [], backfill: how }))
}

/** Where a command stands among all that were given. */
const at = (part: string): number => docker.commands.findIndex((command) => command.includes(part))

test('a new Prometheus is given a past while all others run, and starts after that', async () => {
  expect(await up()).toContain('a day')
  expect(seen).toEqual(['alertmanager', 'exporter'])
  expect(stored).toBe(true)
  expect(docker.list.map(({ service }) => service)).toContain('prometheus')
  const order = ['--remove-orphans alertmanager exporter', ' && mv ', '--remove-orphans prometheus']
  expect(order.map(at)).toEqual(order.map(at).sort((one, other) => one - other))
  expect(order.map(at)).not.toContain(-1)
})

test('nothing is left of the container in which it was made', async () => {
  await up()
  const name = 'test-history'
  expect(at(`--name ${name}`)).toBeGreaterThan(-1)
  expect(docker.commands.lastIndexOf(`rm --force ${name}`)).toBeGreaterThan(at(' && mv '))
})

test('a Prometheus that runs is left alone, and not even asked', async () => {
  docker.add('prometheus')
  await up()
  expect(seen).toBeNull()
  expect(at('run --detach')).toBe(-1)
})

test('one that has run before is left alone', async () => {
  docker.plain = () => 0
  await up()
  expect(seen).toBeNull()
  expect(at('--remove-orphans')).toBe(docker.commands.lastIndexOf('rm --force test-history') + 1)
  expect(docker.list.map(({ service }) => service)).toContain('prometheus')
})

test('without one the stack starts all the same, and says why', async () => {
  const make = () => Promise.reject(new BelfryError('ENGINE_FAILED', 'promtool made no blocks'))
  expect(await up({ ...backfill, make })).toContain('without history: promtool made no blocks')
  expect(stored).toBe(false)
  expect(at('&& mv')).toBe(-1)
  expect(docker.list.map(({ service }) => service)).toContain('prometheus')
})

test('what others lack stops the start, and leaves no container of its own', async () => {
  docker.upResult = { exitCode: 1, stderr: 'no such image' }
  await expect(up()).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
  expect(seen).toBeNull()
  expect(docker.commands.at(-1)).toMatch(/^rm --force /)
})
