import { mkdir, open, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lastLine, runCommand } from '../engines/run-command.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { DrillSpec, ExpectedAlert } from '../spec/drills.ts'

const mebibyte = 1024 * 1024

/**
 * Makes a file system in a file, mounts it and writes until it is full. It never takes more than its size.
 *
 * @throws BelfryError FAULT_IMPOSSIBLE where nothing may be mounted.
 */
export async function fillNewDisk(stateDir: string, mebibytes: number): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new BelfryError('FAULT_IMPOSSIBLE', 'only root on Linux may mount a disk')
  const { image, mountpoint } = diskIn(stateDir)
  await mkdir(mountpoint, { recursive: true })
  await writeFile(image, '')
  await truncate(image, mebibytes * mebibyte)
  await orImpossible('mkfs.ext4', ['-q', '-F', image])
  await orImpossible('mount', ['-t', 'ext4', '-o', 'loop,nodev,nosuid,noexec', image, mountpoint])
  await fill(join(mountpoint, 'filled-by-a-drill'), mebibytes)
}

/** Takes the disk away, however much of it is there. */
export async function removeDisk(stateDir: string): Promise<void> {
  const { image, mountpoint } = diskIn(stateDir)
  if (await isMounted(mountpoint, stateDir)) {
    const result = await runCommand('umount', [mountpoint], { timeoutMs })
    if (result.exitCode !== 0) throw new BelfryError('ENGINE_FAILED', lastLine(result))
  }
  await rm(mountpoint, { recursive: true, force: true })
  await rm(image, { force: true })
}

/** Drills that fill a disk are about the alerts of that disk alone. */
export function onDiskOf(stateDir: string, drills: readonly DrillSpec[]): readonly DrillSpec[] {
  const { mountpoint } = diskIn(stateDir)
  const there = (one: ExpectedAlert): ExpectedAlert => ({ ...one, labels: { ...one.labels, mountpoint } })
  return drills.map((drill) =>
    drill.fault.kind === 'disk'
      ? { ...drill, expects: there(drill.expects), also: (drill.also ?? []).map(there) }
      : drill,
  )
}

const timeoutMs = 20_000

const diskIn = (stateDir: string): { readonly image: string; readonly mountpoint: string } => ({
  image: join(stateDir, 'drill-disk.img'),
  mountpoint: join(stateDir, 'drill-disk'),
})

async function isMounted(mountpoint: string, around: string): Promise<boolean> {
  const [inside, outside] = await Promise.all([stat(mountpoint), stat(around)].map((one) => one.catch(() => null)))
  return inside?.dev !== undefined && inside.dev !== outside?.dev
}

async function orImpossible(file: string, args: readonly string[]): Promise<void> {
  const result = await runCommand(file, args, { timeoutMs }).catch((error: unknown) => {
    if (error instanceof BelfryError) throw new BelfryError('FAULT_IMPOSSIBLE', error.message)
    throw error
  })
  if (result.exitCode !== 0) throw new BelfryError('FAULT_IMPOSSIBLE', `${file}: ${lastLine(result)}`)
}

async function fill(path: string, mebibytes: number): Promise<void> {
  const file = await open(path, 'w')
  try {
    const block = Buffer.alloc(mebibyte / 4)
    for (let written = 0; written < mebibytes * 4; written += 1) await file.write(block)
    await file.sync()
  } catch (error) {
    if (!isFull(error)) throw error
  } finally {
    await file.close()
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC'
}
