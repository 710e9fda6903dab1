import { access, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BelfryError } from '../errors/belfry-error.ts'
import { drill, fillDisk, stopEngine } from '../spec/drills.ts'
import { fillNewDisk, onDiskOf, removeDisk } from './disk.ts'

let stateDir = ''
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-disk-'))
})
afterAll(async () => {
  await removeDisk(stateDir)
  await rm(stateDir, { recursive: true, force: true })
})

test('a disk is full to the last block, and gone afterwards', async (context) => {
  try {
    await fillNewDisk(stateDir, 8)
  } catch (error) {
    if (!(error instanceof BelfryError) || error.code !== 'FAULT_IMPOSSIBLE') throw error
    await removeDisk(stateDir)
    context.skip(error.message)
  }
  const mountpoint = join(stateDir, 'drill-disk')
  const { bavail, blocks, bsize } = await statfs(mountpoint)
  expect(bavail).toBe(0)
  expect(blocks * bsize).toBeLessThan(8 * 1024 * 1024)
  await removeDisk(stateDir)
  expect(await readdir(stateDir)).toEqual([])
})

test('what is not there needs no removal', async () => {
  await removeDisk(stateDir)
  await expect(access(stateDir)).resolves.toBeUndefined()
})

test('drills that fill a disk are about its alerts alone', () => {
  const full = drill('full', {
    title: 'A disk is full.',
    fault: fillDisk(16),
    expects: { alert: 'DiskSpaceCritical' },
    also: [{ alert: 'DiskSpaceLow', labels: { job: 'node' } }],
  })
  const other = drill('stopped', { title: 'Redis stops.', fault: stopEngine('redis'), expects: { alert: 'RedisDown' } })
  const [placed, same] = onDiskOf('/state', [full, other])
  expect(placed?.expects.labels).toEqual({ mountpoint: '/state/drill-disk' })
  expect(placed?.also).toEqual([{ alert: 'DiskSpaceLow', labels: { job: 'node', mountpoint: '/state/drill-disk' } }])
  expect(same).toBe(other)
})
