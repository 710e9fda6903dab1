import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type OutgoingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startConsole } from '../src/console/start-console.ts'
import { createLog } from '../src/http/log.ts'
import type { HttpServer } from '../src/http/server.ts'

let folder = ''
let server: HttpServer
const asked: string[] = []
const prometheus = createServer(({ url = '' }, response) => {
  asked.push(url)
  response.end('{"status":"success","data":[]}')
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-attacks-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'assets/client.js'), 'let known')
  await writeFile(join(folder, 'secret.js'), 'secret')
  await new Promise<void>((resolve) => void prometheus.listen(0, '127.0.0.1', resolve))
  server = await startConsole(
    {
      listen: { host: '127.0.0.1', port: 0 },
      stateDir: join(folder, 'state'),
      runbooksDir: join(folder, 'runbooks'),
      dashboardsDir: join(folder, 'dashboards'),
      prometheus: `http://127.0.0.1:${(prometheus.address() as AddressInfo).port}`,
      links: [],
    },
    createLog('test', { level: 'silent' }),
    join(folder, 'assets'),
  )
})
afterAll(async () => {
  await server.stop()
  prometheus.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => void asked.splice(0))

interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly text: string
}

/** Sends a path as it is: `fetch` would resolve its dots. */
function send(path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const asking = request({ hostname, port, path, method, headers }, async (answer) => {
      const parts = await answer.toArray()
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() })
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

describe('of Prometheus, nothing can be reached but what is on the list', () => {
  it.each([
    '/api/prometheus/api/v1/admin/tsdb/delete_series',
    '/api/prometheus/-/quit',
    '/api/prometheus/metrics',
    '/api/prometheus/api/v1/query/../admin/tsdb/snapshot',
    '/api/prometheus/api/v1/query/%2e%2e/admin/tsdb/snapshot',
    '/api/prometheus/api%2Fv1%2Fquery',
    '/api/prometheus/api/v1/query%2F..%2Fadmin',
    '/api/prometheus/api/v1/query/',
    '/api/prometheus/../../AAAAAAAAAAAAAAA/api/v1/query',
    '/api/prometheus//api/v1/query',
    '/api/prometheus/api/v1/label/a%2Fb/values',
    '/api/prometheus/api/v1/query%00',
    '/api/prometheus/api/v1/query;x',
    'http://elsewhere.example/api/prometheus/-/quit',
  ])('not %s', async (path) => {
    expect((await send(path)).status).toBe(404)
    expect(asked).toEqual([])
  })

  it.each([
    ['a parameter that is not known', '?query=up&dedup=1'],
    ['a parameter named like a property', '?__proto__=1&query=up'],
    ['a time that is none', '?query=up&time=now;x'],
    ['a query that is too long', `?query=${'x'.repeat(9000)}&time=${'1'.repeat(41)}`],
  ])('not with %s', async (_, query) => {
    const { status, headers, text } = await send(`/api/prometheus/api/v1/query${query}`)
    expect(status).toBe(400)
    expect(headers['content-type']).toContain('application/json')
    expect(JSON.parse(text)).toMatchObject({ status: 'error' })
    expect(asked).toEqual([])
  })

  it('and not with another method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await send('/api/prometheus/api/v1/query?query=up', { method })).status).toBe(404)
    expect(asked).toEqual([])
  })

  it('what is on it is asked anew, without the headers of the browser', async () => {
    const headers = { cookie: 'session=1', 'x-forwarded-for': '10.0.0.1' }
    expect((await send('/api/prometheus/api/v1/query?query=up%26time%3D1', { headers })).status).toBe(200)
    expect(asked).toEqual(['/api/v1/query?query=up%26time%3D1'])
  })
})

it('lines that no server takes are refused before anything looks at them', async () => {
  expect((await send(`/api/prometheus/api/v1/query?query=${'x'.repeat(100_000)}`)).status).toBe(431)
})

it.each([
  '/assets/../secret.js',
  '/assets/..%2Fsecret.js',
  '/assets/%2e%2e/secret.js',
  '/assets//etc/passwd',
  '/assets/__proto__',
  '/api/dashboards/..%2F..%2Fsecret',
  '/api/dashboards/%2e%2e',
])('no file can be read by %s', async (path) => {
  const { status, text } = await send(path)
  expect(status).toBe(404)
  expect(text).toBe('not found\n')
  expect((await send('/assets/client.js')).text).toBe('let known')
})

it('a page that does not exist is told of without its name, and with links for people', async () => {
  const path = '/%3Cscript%3Ealert(1)%3C/script%3E'
  const { status, headers, text } = await send(path, { headers: { accept: 'text/html,*/*;q=0.8' } })
  expect(status).toBe(404)
  expect(headers['content-security-policy']).toContain("script-src 'self'")
  expect(text).toContain('href="/alerts"')
  expect(text).not.toContain('alert(1)')
})

it.each([
  ['GET', '/api/inbox', 'no-cors'],
  ['GET', '/api/stack', 'cors'],
  ['POST', '/api/inbox', 'navigate'],
])("a page of somebody else may not %s %s in mode '%s'", async (method, path, mode) => {
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, 'content-type': 'application/json' }
  expect((await send(path, { method, headers, body: method === 'POST' ? '{}' : '' })).status).toBe(403)
})

describe('a sender who wants to fill the inbox', () => {
  const notification = (size: number): string =>
    JSON.stringify({
      version: '4',
      groupKey: 'x'.repeat(size),
      status: 'firing',
      receiver: 'inbox',
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: {},
      externalURL: '',
      alerts: [],
    })
  const post = (body: string | ReadableStream) =>
    fetch(`${server.url}/api/inbox`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)

  it('is stopped early, said how much or not', async () => {
    expect((await post(notification(2_000_000))).status).toBe(413)
    let sent = 0
    const endless = Readable.toWeb(
      Readable.from(
        (function* () {
          for (; sent < 100_000_000; sent += 65_536) yield Buffer.alloc(65_536, ' ')
        })(),
      ),
    ) as ReadableStream
    const status = await post(endless).then(
      (answer) => answer.status,
      () => 413,
    )
    expect(status).toBe(413)
    expect(sent).toBeLessThan(50_000_000)
  })

  it('fills neither memory nor disk: what is too much at once has to come again, and the oldest go', async () => {
    const body = notification(900_000)
    const statuses = new Set<number>()
    for (let round = 0; round < 12; round++)
      for (const { status } of await Promise.all(Array.from({ length: 5 }, () => post(body)))) statuses.add(status)
    expect([...statuses]).toEqual([200])
    const { size } = await stat(join(folder, 'state/inbox.jsonl'))
    expect(size).toBeLessThan(36 * 1024 * 1024)
    const { notifications } = (await (await fetch(`${server.url}/api/inbox`)).json()) as { notifications: unknown[] }
    expect(notifications.length).toBeLessThan(20)
  })
})
