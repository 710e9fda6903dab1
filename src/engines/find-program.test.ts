import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { companionPath, findProgram, findPrograms } from './find-program.ts'

let folder = ''
let cacheDir = ''

/** A program that only says its version. */
async function fake(path: string, says: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\necho '${says}'\n`)
  await chmod(path, 0o755)
  return path
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-find-'))
  cacheDir = join(folder, 'cache')
  await mkdir(join(folder, 'bin'))
  vi.stubEnv('PATH', `${join(folder, 'bin')}:/bin`)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

describe('findProgram', () => {
  it('prefers the path that a person gave', async () => {
    await fake(join(folder, 'bin/prometheus'), 'prometheus, version 2.42.0 (branch: x)')
    const given = await fake(join(folder, 'mine'), 'prometheus, version 3.5.0+ds1 (branch: x)')
    vi.stubEnv('BELFRY_PROGRAM_PROMETHEUS', given)
    expect(await findProgram('prometheus', { cacheDir, fetch: false })).toMatchObject({
      path: given,
      version: '3.5.0',
      origin: 'explicit',
    })
  })

  it('does not pass over a given path that is wrong', async () => {
    await fake(join(folder, 'bin/prometheus'), 'prometheus, version 2.42.0')
    vi.stubEnv('BELFRY_PROGRAM_PROMETHEUS', join(folder, 'nothing'))
    await expect(findProgram('prometheus', { cacheDir, fetch: false })).rejects.toMatchObject({
      code: 'ENGINE_MISSING',
      message: expect.stringContaining('the path given for prometheus'),
    })
  })

  it('knows the names that Debian uses', async () => {
    const path = await fake(join(folder, 'bin/prometheus-alertmanager'), 'alertmanager, version 0.25.0 (branch: x)')
    expect(await findProgram('alertmanager', { cacheDir, fetch: false })).toMatchObject({ path, version: '0.25.0' })
  })

  it('passes over a program on PATH that does not run', async () => {
    await writeFile(join(folder, 'bin/amtool'), 'not a program', { mode: 0o755 })
    await expect(findProgram('amtool', { cacheDir, fetch: false })).rejects.toMatchObject({
      code: 'ENGINE_MISSING',
      hint: 'Install it (apt-get install prometheus-alertmanager), or name the program in BELFRY_PROGRAM_AMTOOL.',
    })
  })

  it('takes PostgreSQL only with the programs beside it, and follows links to them', async () => {
    const real = await fake(join(folder, 'pg/bin/postgres'), 'postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)')
    for (const name of ['initdb', 'psql', 'pg_isready']) await fake(join(folder, 'pg/bin', name), name)
    await symlink(real, join(folder, 'bin/postgres'))
    const program = await findProgram('postgres', { cacheDir, fetch: false })
    expect(program).toMatchObject({ path: real, version: '15.18' })
    expect(companionPath(program, 'initdb')).toBe(join(folder, 'pg/bin/initdb'))
  })

  it('finds an unpacked package in the cache, with the libraries it needs, the newest first', async () => {
    await fake(join(cacheDir, 'packages/own-1/usr/bin/redis_exporter'), 'Redis Metrics Exporter v1.0.0 build')
    const root = join(cacheDir, 'packages/own-2')
    await fake(join(root, 'usr/bin/prometheus-redis-exporter'), 'INFO Redis Metrics Exporter 1.45.0    build date')
    await mkdir(join(root, 'usr/lib/x86_64-linux-gnu'), { recursive: true })
    expect(await findProgram('redis_exporter', { cacheDir, fetch: false })).toMatchObject({
      version: '1.45.0',
      origin: 'cache',
      env: { LD_LIBRARY_PATH: join(root, 'usr/lib/x86_64-linux-gnu') },
    })
  })

  it('keeps the programs of other suites apart', async () => {
    await fake(join(folder, 'bin/promtool'), 'promtool, version 2.42.0')
    await fake(join(cacheDir, 'packages/sid-1/usr/bin/promtool'), 'promtool, version 3.5.3')
    expect(await findProgram('promtool', { cacheDir, fetch: false, suite: 'sid' })).toMatchObject({ version: '3.5.3' })
    expect(await findProgram('promtool', { cacheDir, fetch: false })).toMatchObject({ version: '2.42.0' })
  })
})

describe('findPrograms', () => {
  it('says of each program what became of it', async () => {
    await fake(join(folder, 'bin/promtool'), 'promtool, version 2.42.0')
    const { found, missing } = await findPrograms(['promtool', 'grafana', 'promtool'], { cacheDir, fetch: false })
    expect([...found.keys()]).toEqual(['promtool'])
    expect(missing.get('grafana')).toMatchObject({ code: 'ENGINE_MISSING' })
  })

  it('says when there is neither a package nor a server', async () => {
    vi.stubEnv('BELFRY_ARCHIVES', 'http://127.0.0.1:1')
    const { missing } = await findPrograms(['prometheus', 'redis-server'], { cacheDir, fetch: true })
    expect(missing.get('prometheus')).toMatchObject({ code: 'ENGINE_FETCH_FAILED' })
    // Present on many machines in /bin; where it is not, it cannot be had from an archive.
    const redis = missing.get('redis-server')
    if (redis !== undefined) expect(redis.code).toBe('ENGINE_MISSING')
  })

  it('calls nothing missing when it is given up', async () => {
    const controller = new AbortController()
    const finding = findPrograms(['prometheus'], {
      ...{ cacheDir, fetch: true, archiveBaseUrl: 'http://127.0.0.1:1', signal: controller.signal },
      report: () => controller.abort(new Error('enough')),
    })
    await expect(finding).rejects.toThrow('enough')
  })

  it('says when the cache cannot be written', async () => {
    await writeFile(cacheDir, 'a file')
    const { missing } = await findPrograms(['grafana'], { cacheDir, fetch: true })
    expect(missing.get('grafana')).toMatchObject({
      code: 'ENGINE_FETCH_FAILED',
      hint: expect.stringContaining('BELFRY_CACHE'),
    })
  })
})
