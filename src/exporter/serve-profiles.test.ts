import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Profile } from 'pprof-format'
import { afterEach, describe, expect, it } from 'vitest'
import { createLog } from '../http/log.ts'
import type { HttpServer } from '../http/server.ts'
import { parseExporterConfig } from './config.ts'
import { startExporter } from './start-exporter.ts'

const servers: HttpServer[] = []
const folders: string[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

async function start(sections: Record<string, unknown> = { profiling: true }): Promise<string> {
  const config = parseExporterConfig({ listen: { port: 0 }, ...sections }, [], 'of the test')
  const server = await startExporter(config, { log: createLog('test', { level: 'silent' }), version: '1.2.3' })
  servers.push(server)
  return server.url
}

async function folder(): Promise<string> {
  const one = await mkdtemp(join(tmpdir(), 'belfry-profile-'))
  folders.push(one)
  return one
}

async function readProfile(url: string) {
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  const profile = Profile.decode(gunzipSync(Buffer.from(await answer.arrayBuffer())))
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)] ?? ''
  const names = profile.function.map(({ name }) => text(name))
  const [type] = profile.sampleType
  return { profile, names, type: type && `${text(type.type)} in ${text(type.unit)}` }
}

/** Keeps this process busy, as the server runs in it. */
async function withWork<T>(work: Promise<T>): Promise<T> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  while (!isDone) {
    spinTheWheel(Date.now() + 20)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return done
}

function spinTheWheel(until: number): void {
  while (Date.now() < until) Math.sqrt(until)
}

/** A request whose headers say what a test wants. */
function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    outgoing.on('error', reject).end()
  })
}

describe('profiles of the exporter', () => {
  it('are not there unless they are asked for', async () => {
    const url = await start({})
    expect((await fetch(`${url}/debug/pprof/heap`)).status).toBe(404)
    expect((await fetch(`${url}/debug/pprof/profile`)).status).toBe(404)
  })

  it('of the processor name the functions that were busy', async () => {
    const url = await start()
    const { profile, names, type } = await withWork(readProfile(`${url}/debug/pprof/profile?seconds=0.5`))
    expect(type).toBe('cpu in nanoseconds')
    // Later engines put so small a function into its caller.
    expect(names.some((name) => name === 'spinTheWheel' || name === 'withWork')).toBe(true)
    expect(names).not.toContain('(idle)')
    expect(Number(profile.durationNanos)).toBeGreaterThan(0.4e9)
    for (const { value } of profile.sample) expect(Number(value[0])).toBeGreaterThan(0)
  })

  it('of the heap count bytes in use', async () => {
    const url = await start()
    const kept = Array.from({ length: 200_000 }, (_, index) => ({ index, text: `${index}` }))
    const { profile, type } = await readProfile(`${url}/debug/pprof/heap`)
    expect(type).toBe('inuse_space in bytes')
    expect(profile.sample.reduce((sum, { value }) => sum + Number(value[0]), 0)).toBeGreaterThan(1024 * 1024)
    expect(kept).toHaveLength(200_000)
  })

  it('are taken one at a time, and for a time that makes sense', async () => {
    const url = await start()
    const profile = async () => (await fetch(`${url}/debug/pprof/profile?seconds=0.5`)).status
    expect((await Promise.all([profile(), profile()])).sort()).toEqual([200, 409])
    for (const seconds of ['0', '3600', '-1', 'x'])
      expect((await fetch(`${url}/debug/pprof/profile?seconds=${seconds}`)).status, seconds).toBe(400)
  })

  it('go on after a client has left', { timeout: 30_000 }, async () => {
    const url = await start()
    const gone = new AbortController()
    const first = fetch(`${url}/debug/pprof/profile?seconds=60`, { signal: gone.signal }).catch(() => null)
    await new Promise((resolve) => setTimeout(resolve, 100))
    gone.abort()
    await first
    const next = async () => (await fetch(`${url}/debug/pprof/profile?seconds=0.1`)).status
    await expect.poll(next, { timeout: 15_000 }).toBe(200)
  })

  it('are given to this machine only: to no proxy, and to no page under another name', async () => {
    const url = await start()
    const heap = `${url}/debug/pprof/heap`
    expect(await statusOf(heap, {})).toBe(200)
    expect(await statusOf(heap, { host: 'localhost:9999' })).toBe(200)
    expect(await statusOf(heap, { host: 'evil.example' })).toBe(403)
    expect(await statusOf(heap, { 'x-forwarded-for': '203.0.113.7' })).toBe(403)
    expect(await statusOf(`${url}/debug/pprof/`, { forwarded: 'for=203.0.113.7' })).toBe(403)
  })

  it('need the credentials of the service where it has some, whoever asks', async () => {
    const tokenFile = join(await folder(), 'token')
    await writeFile(tokenFile, 'swordfish')
    const url = await start({ profiling: true, authorization: { type: 'bearer', tokenFile } })
    const heap = `${url}/debug/pprof/heap`
    expect(await statusOf(heap, {})).toBe(401)
    expect(await statusOf(heap, { authorization: 'Bearer swordfish', host: 'belfry.example' })).toBe(200)
  })
})
