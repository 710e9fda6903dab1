import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder = ''
let program = ''

interface Ended {
  readonly code: number | null
  readonly output: string
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-service-'))
  program = join(folder, 'exporter.js')
  await build({
    entryPoints: [fileURLToPath(new URL('./service.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['pg-native'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    outfile: program,
    logLevel: 'silent',
  })
}, 30_000)
afterAll(() => rm(folder, { recursive: true }))

function start(args: readonly string[]): {
  child: ChildProcess
  ended: Promise<Ended>
  seen: (text: string) => Promise<void>
} {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const waiting: (() => void)[] = []
  const take = (bytes: Buffer) => {
    output += bytes
    for (const wake of waiting) wake()
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, output })))
  const seen = (text: string) =>
    new Promise<void>((resolve) => {
      waiting.push(() => output.includes(text) && resolve())
      take(Buffer.alloc(0))
    })
  return { child, ended, seen }
}

async function configured(text: string): Promise<ReturnType<typeof start>> {
  const path = join(folder, 'exporter.yml')
  await writeFile(path, text)
  return start(['--config', path])
}

describe('the exporter program', () => {
  it('serves until it is told to stop, even twice, and then ends well', async () => {
    const { child, ended, seen } = await configured('listen: {port: 0}\n')
    await seen('the exporter serves')
    child.kill('SIGTERM')
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 0, output: expect.stringContaining('the exporter has stopped') })
  })

  it('ends with one clear message and code 2 on a bad configuration', async () => {
    const { code, output } = await (await configured('lisen: {}\ncollectors: {ruvectr: {}}\n')).ended
    expect(code).toBe(2)
    expect(output).toContain('unknown key "lisen"')
    expect(output).toContain('Did you mean ruvector?')
    expect(output).not.toMatch(/^\s+at /m)
  })

  it('says how it is used', async () => {
    expect(await start(['--port', '1']).ended).toEqual({ code: 2, output: 'Usage: exporter --config FILE\n' })
  })
})
