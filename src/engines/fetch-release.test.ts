import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { download } from './download.ts'
import { fetchRelease } from './fetch-release.ts'
import type { Release } from './programs.ts'

let folder = ''
const servers: Server[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An archive with one program in its top folder; `tarArgs` can spoil it. */
async function archiveOf(name: string, tarArgs: readonly string[] = []): Promise<Buffer> {
  const top = join(folder, 'made', name)
  await mkdir(top, { recursive: true })
  await writeFile(join(top, 'engine'), '#!/bin/sh\necho engine, version 1.2.3\n', { mode: 0o755 })
  const path = join(folder, `${name}.tar.gz`)
  execFileSync('tar', ['-czPf', path, '-C', join(folder, 'made'), ...tarArgs, name])
  return readFile(path)
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

function releaseWith(sum: string): Release {
  return {
    version: '1.2.3',
    folder: 'http://127.0.0.1:9/never',
    file: (platform) => `engine-1.2.3.${platform}.tar.gz`,
    executable: 'engine',
    sha256: { 'linux-amd64': sum },
  }
}

function request(archiveBaseUrl: string | undefined, platform = 'linux-amd64') {
  return { cacheDir: join(folder, 'cache'), platform, archiveBaseUrl, report: () => undefined, signal: undefined }
}

const left = (): Promise<string[]> => readdir(join(folder, 'cache/archives')).catch(() => [])

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-release-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await rm(folder, { recursive: true })
})

describe('fetchRelease', () => {
  it('unpacks an archive whose sum is right', async () => {
    const archive = await archiveOf('engine-1.2.3.linux-amd64')
    const asked: (string | undefined)[] = []
    const url = await serve((incoming, response) => {
      asked.push(incoming.url)
      response.end(archive)
    })
    await fetchRelease(releaseWith(sha256(archive)), request(`${url}/mirror/`))
    expect(asked).toEqual(['/mirror/engine-1.2.3.linux-amd64.tar.gz'])
    expect(await left()).toEqual(['engine-1.2.3.linux-amd64'])
    await access(join(folder, 'cache/archives/engine-1.2.3.linux-amd64/engine'))
  })

  it('follows a redirect to another server', async () => {
    const archive = await archiveOf('engine-1.2.3.linux-amd64')
    const storage = await serve((_, response) => response.end(archive))
    const url = await serve((_, response) => response.writeHead(302, { location: `${storage}/blob` }).end())
    await fetchRelease(releaseWith(sha256(archive)), request(url))
    expect(await left()).toEqual(['engine-1.2.3.linux-amd64'])
  })

  it('refuses an archive whose sum is wrong, and leaves nothing', async () => {
    const archive = await archiveOf('engine-1.2.3.linux-amd64')
    const url = await serve((_, response) => response.end(archive))
    await expect(fetchRelease(releaseWith('0'.repeat(64)), request(url))).rejects.toMatchObject({
      code: 'ENGINE_CHECKSUM',
    })
    expect(await left()).toEqual([])
  })

  it('says that the server does not have it', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('not here'))
    await expect(fetchRelease(releaseWith('0'.repeat(64)), request(url))).rejects.toMatchObject({
      code: 'ENGINE_FETCH_FAILED',
      message: expect.stringContaining('answered 404'),
    })
    expect(await left()).toEqual([])
  })

  it('leaves nothing of a transfer that breaks off', async () => {
    const archive = await archiveOf('engine-1.2.3.linux-amd64')
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': archive.length })
      response.write(archive.subarray(0, 50), () => response.destroy())
    })
    await expect(fetchRelease(releaseWith(sha256(archive)), request(url))).rejects.toMatchObject({
      code: 'ENGINE_FETCH_FAILED',
    })
    expect(await left()).toEqual([])
  })

  it('refuses an archive that writes outside its folder', async () => {
    const outside = join(folder, 'escaped')
    await writeFile(outside, 'x')
    const archive = await archiveOf('engine-1.2.3.linux-amd64', [
      '--transform',
      `s,^${outside},top/../../escaped,`,
      outside,
    ])
    const url = await serve((_, response) => response.end(archive))
    await expect(fetchRelease(releaseWith(sha256(archive)), request(url))).rejects.toMatchObject({
      code: 'ENGINE_FETCH_FAILED',
      message: expect.stringContaining('outside'),
    })
    expect(await left()).toEqual([])
  })

  it('fetches nothing for a platform without a pinned sum', async () => {
    await expect(fetchRelease(releaseWith('0'), request(undefined, 'sunos-sparc'))).rejects.toMatchObject({
      code: 'ENGINE_FETCH_FAILED',
      message: 'no checksum is pinned for engine-1.2.3.sunos-sparc.tar.gz',
    })
  })

  it('sweeps up what a killed run left', async () => {
    await mkdir(join(folder, 'cache/archives/.unpacking-old'), { recursive: true })
    const archive = await archiveOf('engine-1.2.3.linux-amd64')
    const url = await serve((_, response) => response.end(archive))
    await fetchRelease(releaseWith(sha256(archive)), request(url))
    expect(await left()).toEqual(['engine-1.2.3.linux-amd64'])
  })
})

describe('download', () => {
  it('gives up on a server that stops sending', async () => {
    const url = await serve((_, response) => void response.write('x'))
    const options = { sha256: '', report: () => undefined, signal: undefined, idleMs: 200 }
    await expect(download(url, join(folder, 'file'), options)).rejects.toMatchObject({
      code: 'ENGINE_FETCH_FAILED',
      message: expect.stringContaining('nothing came for 0.2 s'),
    })
  })

  it('says why a server cannot be reached', async () => {
    const options = { sha256: '', report: () => undefined, signal: undefined }
    await expect(download('http://127.0.0.1:1/x', join(folder, 'file'), options)).rejects.toMatchObject({
      message: expect.stringMatching(/ECONNREFUSED|bad port/),
    })
  })
})
