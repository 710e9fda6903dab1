import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyWrite } from '../src/outputs/apply-write.ts'
import { checkTree } from '../src/outputs/check-tree.ts'
import { planWrite } from '../src/outputs/plan-write.ts'
import { largeTree } from './support/write-tree.ts'
import { buildWriter, startWriter, writerEnded } from './support/writer-program.ts'

const base = mkdtempSync(join(tmpdir(), 'belfry-shared-'))
const program = join(base, 'write-tree.mjs')
const artifacts = largeTree('new')
let outDir = ''
let count = 0

beforeAll(async () => {
  await buildWriter(program)
  chmodSync(base, 0o755)
})
beforeEach(() => {
  outDir = join(base, String(count++))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('two at once', () => {
  test('one waits for the other, and neither mixes with it', async () => {
    const writers = [startWriter(program, outDir, 'old'), startWriter(program, outDir, 'new')]
    const ends = await Promise.all(writers.map(writerEnded))
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    const drifts = await Promise.all([checkTree(outDir, largeTree('old')), checkTree(outDir, largeTree('new'))])
    expect(drifts.map((drift) => drift.length === 0).sort()).toEqual([false, true])
  })

  test('a folder that another living process writes is busy', async () => {
    put(`.belfry-write/lock-${process.ppid}-${bornAt(process.ppid)}`, '')
    await expect(write()).rejects.toMatchObject({
      code: 'OUTPUT_BUSY',
      message: expect.stringContaining(String(process.ppid)),
    })
    expect(existsSync(join(outDir, 'rendered'))).toBe(false)
  })

  test('what a process left that is dead is taken over', async () => {
    put('.belfry-write/lock-999999999-1', '')
    put(`.belfry-write/lock-${process.ppid}-1`, '')
    put('.belfry-write/files/0', 'half')
    put('.belfry-write/journal.prepared.json', '{')
    await write()
    expect(await checkTree(outDir, artifacts)).toEqual([])
    expect(existsSync(join(outDir, '.belfry-write'))).toBe(false)
  })
})

test('a folder that this user may not write is one clear error, with nothing left behind', async () => {
  const closed = join(outDir, 'closed')
  put('closed/rendered/mine', '')
  rmSync(join(closed, 'rendered/mine'))
  // The superuser may write everywhere; somebody else has to try.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined
  chmodSync(join(closed, 'rendered'), 0o555)
  if (uid !== undefined) chmodSync(closed, 0o777)
  const inside = await writerEnded(startWriter(program, closed, 'new', uid))
  expect(inside).toMatchObject({ code: 1, said: expect.stringContaining('OUTPUT_UNWRITABLE') })
  chmodSync(closed, 0o555)
  const below = await writerEnded(startWriter(program, join(closed, 'below'), 'new', uid))
  expect(below).toMatchObject({ code: 1, said: expect.stringContaining('OUTPUT_UNWRITABLE') })
  expect(readdirSync(closed)).toEqual(['rendered'])
  for (const path of [closed, join(closed, 'rendered')]) chmodSync(path, 0o755)
})

async function write(): Promise<void> {
  await applyWrite(await planWrite(outDir, artifacts))
}

function put(path: string, content: string): void {
  mkdirSync(dirname(join(outDir, path)), { recursive: true })
  writeFileSync(join(outDir, path), content)
}

function bornAt(pid: number): string {
  const stat = existsSync('/proc/self/stat') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ''
  return stat.replace(/^.*\) /s, '').split(' ')[19] ?? '0'
}
