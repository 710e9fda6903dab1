import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConsoleConfig } from '../src/console/config.ts'
import { startConsole } from '../src/console/start-console.ts'
import { createLog } from '../src/http/log.ts'
import type { HttpServer } from '../src/http/server.ts'

let folder = ''
let server: HttpServer

const alert = {
  status: 'firing',
  labels: { alertname: 'RedisDown', severity: 'critical', instance: '<b>redis</b>' },
  annotations: {
    summary: '<script>alert(1)</script>',
    runbook_url: 'http://127.0.0.1:9095/runbooks/redis/RedisDown',
    dashboard_url: 'javascript:alert(2)',
  },
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint: 'f',
}
const webhook = {
  version: '4',
  groupKey: '{}:{alertname="RedisDown"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'inbox',
  groupLabels: { alertname: 'RedisDown' },
  commonLabels: { alertname: 'RedisDown', severity: 'critical' },
  commonAnnotations: {},
  externalURL: 'http://127.0.0.1:9093',
  alerts: [alert],
}

async function post(body: unknown, type = 'application/json'): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(`${server.url}/api/inbox`, { method: 'POST', headers: { 'content-type': type }, body: text })
}
interface Listing {
  readonly notifications: readonly { readonly receivedAt: string }[]
}
const list = async (query = ''): Promise<Listing> => (await get(`/api/inbox${query}`)).json() as Promise<Listing>
const get = (path: string): Promise<Response> => fetch(`${server.url}${path}`)

async function writeConfig(text: string): Promise<string> {
  const path = join(folder, 'console.yml')
  await writeFile(path, text)
  return path
}
const goodConfig = `listen: { host: 127.0.0.1, port: 0 }
stateDir: state
runbooksDir: runbooks
links: [{ title: Prometheus & friends, url: 'http://127.0.0.1:9090' }]
`

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-console-'))
  await mkdir(join(folder, 'runbooks/redis'), { recursive: true })
  await writeFile(join(folder, 'runbooks/redis/RedisDown.md'), '# RedisDown\n\nUse `redis-cli` & <look>.\n')
  await writeFile(join(folder, 'secret.md'), 'not for everybody')
  server = await startConsole(
    await readConsoleConfig(await writeConfig(goodConfig)),
    createLog('test', { level: 'silent' }),
  )
})
afterEach(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

describe('the inbox', () => {
  it('takes what Alertmanager sends and lists it with the time it came', async () => {
    const before = new Date()
    const posted = await post({ ...webhook, somethingNewer: true })
    expect(posted.status).toBe(200)
    const { notifications } = await list()
    expect(notifications).toMatchObject([
      { id: 1, receiver: 'inbox', alerts: [{ labels: { alertname: 'RedisDown' } }] },
    ])
    expect(new Date(notifications[0]?.receivedAt ?? 0).getTime()).toBeGreaterThanOrEqual(before.getTime())
  })

  it('filters by time and by alert', async () => {
    await post(webhook)
    const count = async (query: string): Promise<number> => (await list(`?${query}`)).notifications.length
    expect(await count('alertname=RedisDown')).toBe(1)
    expect(await count('alertname=Other')).toBe(0)
    expect(await count(`since=${new Date(Date.now() + 60_000).toISOString()}`)).toBe(0)
    expect((await get('/api/inbox?since=yesterday')).status).toBe(400)
    await post(webhook)
    expect(await count('limit=1')).toBe(1)
    expect((await get('/api/inbox?limit=all')).status).toBe(400)
  })

  it('refuses what is no notification, with the reason', async () => {
    const answer = await post({ ...webhook, version: '3' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('version')
    expect((await post('{')).status).toBe(400)
    expect((await post(webhook, 'text/plain')).status).toBe(400)
    expect((await post({ ...webhook, groupKey: 'x'.repeat(2_000_000) })).status).toBe(413)
    expect(await list()).toEqual({ notifications: [] })
  })
})

describe('the pages', () => {
  it('lead to each other, and load nothing that stands within them', async () => {
    const page = await (await get('/')).text()
    for (const path of ['/dashboards', '/alerts', '/inbox', '/catalog']) {
      expect(page).toContain(`href="${path}"`)
      expect((await get(path)).status).toBe(200)
    }
    expect(page).not.toMatch(/ style=| on[a-z]+=|<style/)
    expect((await get('/inbox')).headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    )
    expect(await (await get('/health')).json()).toEqual({ status: 'ok' })
  })

  it('show a runbook as its author wrote it', async () => {
    const page = await (await get('/runbooks/redis/RedisDown')).text()
    expect(page).toContain('<p>Use <code>redis-cli</code> &amp; &lt;look&gt;.</p>')
  })

  it.each([
    '/runbooks/redis/Unknown',
    '/runbooks/..%2F/secret',
    '/runbooks/%2e%2e/secret',
    '/runbooks/redis/..%2F..%2Fsecret',
    '/runbooks/redis/RedisDown%00',
  ])('do not show %s', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('not found\n')
  })
})

describe('console.yml', () => {
  it('has all its faults named at once', async () => {
    const path = await writeConfig('listen: {port: 99999}\nlinks: [{title: x, url: "javascript:1"}]\nother: 1\n')
    const reading = readConsoleConfig(path)
    await expect(reading).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(reading).rejects.toThrow(/listen\.port[\s\S]*stateDir[\s\S]*links\.0\.url[\s\S]*unknown key "other"/)
  })

  it('must be there', async () => {
    await expect(readConsoleConfig(join(folder, 'none.yml'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})
