import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonSource, readJsonSource } from './json-source.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-source-'))
})
afterAll(() => rm(folder, { recursive: true }))

const limits = { timeoutMs: 5000 }

describe('a JSON document from a file', () => {
  it('is read while it is fresh', async () => {
    const file = join(folder, 'details.json')
    await writeFile(file, '{"a": 1}')
    const hourLater = () => Date.now() + 3_600_000
    expect(await readJsonSource({ file }, { ...limits, maxAgeMs: 60_000 })).toEqual({ a: 1 })
    expect(await readJsonSource({ file }, { ...limits, now: hourLater })).toEqual({ a: 1 })
    const stale = readJsonSource({ file }, { ...limits, maxAgeMs: 60_000, now: hourLater })
    await expect(stale).rejects.toMatchObject({ reason: 'response', message: expect.stringContaining('older') })
  })

  it('fails with a reason when it is missing, half written or too large', async () => {
    const file = join(folder, 'half.json')
    await writeFile(file, '{"a": ')
    await expect(readJsonSource({ file }, limits)).rejects.toMatchObject({ reason: 'response' })
    await expect(readJsonSource({ file }, { ...limits, maxBytes: 3 })).rejects.toMatchObject({ reason: 'response' })
    const gone = readJsonSource({ file: join(folder, 'gone.json') }, limits)
    await expect(gone).rejects.toMatchObject({ reason: 'connection', message: expect.stringContaining('ENOENT') })
  })
})

describe('a JSON document from a command', () => {
  const node = process.execPath

  it('is what the command prints', async () => {
    const command: [string, ...string[]] = [node, '-e', 'console.log(JSON.stringify({ a: 1 }))']
    expect(await readJsonSource({ command }, limits)).toEqual({ a: 1 })
  })

  it.each([
    ['that does not exist', ['/nowhere/program', 'secret'], 'connection'],
    ['that fails', [node, '-e', 'console.error("secret"); process.exit(3)'], 'response'],
    ['that prints half a document', [node, '-e', 'console.log("{\\"secret")'], 'response'],
    ['that prints too much', [node, '-e', 'console.log("secret ".repeat(100000))'], 'response'],
    ['that leaves a child behind', ['sh', '-c', 'sleep 5 & sleep 5 # secret'], 'timeout'],
  ] as const)('fails for one %s, without what stood in it', async (_name, command, reason) => {
    const timeoutMs = reason === 'timeout' ? 100 : 5000
    const failure = await readJsonSource({ command: [...command] }, { timeoutMs, maxBytes: 10_000 }).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ name: 'CollectError', reason })
    expect(String(failure)).not.toContain('secret')
  })
})

it('is one of three things', () => {
  expect(jsonSource.safeParse({ url: 'https://details.example/1.moray' }).success).toBe(true)
  for (const wrong of [{}, { url: 'file:///etc/passwd' }, { command: [] }, { url: 'http://a/', file: 'b' }])
    expect(jsonSource.safeParse(wrong).success).toBe(false)
})
