import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planWrite } from '../src/outputs/plan-write.ts'
import { largeTree } from './support/write-tree.ts'
import { buildWriter, startWriter, writerEnded } from './support/writer-program.ts'

const dir = mkdtempSync(join(tmpdir(), 'belfry-kill-'))
const program = join(dir, 'write-tree.mjs')
const trees = {
  old: [...largeTree('old')].map(({ path, content }) => [path, content] as const).sort(),
  new: [...largeTree('new')].map(({ path, content }) => [path, content] as const).sort(),
}

beforeAll(async () => {
  await buildWriter(program)
})

afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('a writer that is killed at any moment leaves the old tree or the new one', { timeout: 120_000 }, async () => {
  const outDir = join(dir, 'killed')
  const duration = await timeOf(outDir)
  const seen = { old: 0, new: 0 }
  let current: 'old' | 'new' = 'new'
  for (let round = 0; round < 40; round++) {
    const next = current === 'old' ? 'new' : 'old'
    const writer = startWriter(program, outDir, next)
    await sleep((duration * 1.1 * round) / 40)
    await kill(writer)
    await untilNobodyWrites(outDir)
    const found = treeOf(outDir)
    expect([current, next]).toContain(found)
    seen[found === next ? 'new' : 'old']++
    current = found === 'old' ? 'old' : 'new'
  }
  // Neither killed always too early nor always too late.
  expect(seen.old).toBeGreaterThan(0)
  expect(seen.new).toBeGreaterThan(0)
})

test('a write that a power cut stopped is finished by the next run', { timeout: 120_000 }, async () => {
  const outDir = join(dir, 'power-cut')
  const duration = await timeOf(outDir)
  let current: 'old' | 'new' = 'new'
  for (let round = 0; round < 15; round++) {
    const next = current === 'old' ? 'new' : 'old'
    const writer = startWriter(program, outDir, next)
    await sleep(duration * (0.4 + (0.7 * round) / 15))
    for (const pid of processesOf(outDir)) killQuietly(pid)
    await kill(writer)
    await untilNobodyWrites(outDir)
    await planWrite(outDir, largeTree(next))
    const found = treeOf(outDir)
    expect([current, next]).toContain(found)
    expect(existsSync(join(outDir, '.belfry-write'))).toBe(false)
    current = found === 'old' ? 'old' : 'new'
  }
})

/** Writes both trees undisturbed, and measures the second. */
async function timeOf(outDir: string): Promise<number> {
  await writerEnded(startWriter(program, outDir, 'old'))
  const start = performance.now()
  await writerEnded(startWriter(program, outDir, 'new'))
  expect(treeOf(outDir)).toBe('new')
  return performance.now() - start
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await writerEnded(child)
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** A writer's child works on after its death. */
async function untilNobodyWrites(outDir: string): Promise<void> {
  if (!existsSync('/proc/self/cmdline')) return sleep(1000)
  while (processesOf(outDir).length > 0) await sleep(5)
}

function processesOf(outDir: string): readonly number[] {
  if (!existsSync('/proc/self/cmdline')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(outDir)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Which of the trees stands there, to the byte; else a list of what is wrong. */
function treeOf(outDir: string): string {
  const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1))
    .filter((path) => !path.startsWith('.belfry-write/'))
    .sort()
  const content = (path: string): string => readFileSync(join(outDir, path), 'utf8')
  for (const which of ['old', 'new'] as const) {
    const wanted = trees[which]
    const paths = [...wanted.map(([path]) => path), 'rendered/.manifest.json'].sort()
    if (paths.join() === files.join() && wanted.every(([path, text]) => content(path) === text)) return which
  }
  return `a mixture of ${files.length} files`
}
