import type { RequestListener } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { servesHttp } from '../../test/support/serve-http.ts'
import { getJson, getText } from './http.ts'

const serve = servesHttp()
const limits = { timeoutMs: 10_000 }

describe('a document over HTTP', () => {
  it('is read as JSON, with the headers asked for', async () => {
    const url = await serve((request, response) => void response.end(JSON.stringify({ key: request.headers.key })))
    expect(await getJson(`${url}/state`, { ...limits, headers: { key: 'value' } })).toEqual({ key: 'value' })
  })

  it('may come with another status, where that is an answer', async () => {
    const url = await serve((_request, response) => void response.writeHead(503).end('"PG not inited"'))
    expect(await getText(url, { ...limits, statuses: [200, 503] })).toEqual({ status: 503, text: '"PG not inited"' })
  })

  it('keeps characters whole that arrive in two pieces', async () => {
    const bytes = Buffer.from('"größer"')
    const url = await serve((_request, response) => {
      response.write(bytes.subarray(0, 4))
      setTimeout(() => response.end(bytes.subarray(4)), 20)
    })
    expect(await getJson(url, limits)).toBe('größer')
  })
})

describe('a failure over HTTP', () => {
  const cases: readonly [string, RequestListener, string][] = [
    ['another status', (_request, response) => void response.writeHead(500).end('secret'), 'response'],
    ['a redirect', (_request, response) => void response.writeHead(302, { location: '/' }).end(), 'response'],
    ['a refused login', (_request, response) => void response.writeHead(401).end(), 'authentication'],
    ['half a document', (_request, response) => void response.end('{"id": "secr'), 'response'],
    ['a body without end', (_request, response) => void flood(response), 'response'],
    ['a server that does not answer', () => {}, 'timeout'],
    ['a body that drips', (_request, response) => void drip(response), 'timeout'],
    ['a connection that is cut', (request) => void request.socket.destroy(), 'connection'],
    ['a body that is cut', (_request, response) => void cut(response), 'connection'],
  ]

  it.each(cases)('%s is told apart, without what stood in it', async (_name, listener, reason) => {
    const url = await serve(listener)
    const timeoutMs = reason === 'timeout' ? 150 : limits.timeoutMs
    const failure = await getJson(`${url}/state?token=secret`, { timeoutMs, maxBytes: 10_000 }).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ name: 'CollectError', reason })
    expect(String(failure)).toContain('/state')
    expect(String(failure)).not.toContain('secr')
  })

  it('of a port where nothing listens, or where nothing speaks HTTP', async () => {
    const tcp = createServer((socket) =>
      socket
        .on('error', () => {})
        .resume()
        .end('SSH-2.0-OpenSSH\r\n'),
    )
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`
    await expect(getText(url, limits)).rejects.toMatchObject({ reason: 'response' })
    await new Promise((resolve) => tcp.close(resolve))
    await expect(getText(url, limits)).rejects.toMatchObject({ reason: 'connection' })
    await expect(getText('ftp://127.0.0.1/', limits)).rejects.toMatchObject({ reason: 'connection' })
  })

  it('comes at once when the caller gives up', async () => {
    const url = await serve(() => {})
    const controller = new AbortController()
    const answer = getText(url, { timeoutMs: 60_000, signal: controller.signal })
    controller.abort()
    await expect(answer).rejects.toMatchObject({ reason: 'timeout' })
    await expect(getText(url, { ...limits, signal: controller.signal })).rejects.toMatchObject({ reason: 'timeout' })
  })
})

it('asks again on a connection of its own, so that a server which closes all of them has failed', async () => {
  let closing = false
  const url = await serve((request, response) => (closing ? request.socket.destroy() : response.end('1')))
  await Promise.all([getJson(url, limits), getJson(url, limits), getJson(url, limits)])
  await new Promise((resolve) => setImmediate(resolve))
  closing = true
  await expect(getJson(url, limits)).rejects.toMatchObject({ name: 'CollectError', reason: 'connection' })
})

it('asks again when a kept connection was closed at the other end just then', async () => {
  let requests = 0
  const url = await serve((request, response) => {
    requests += 1
    if (requests === 2) request.socket.destroy()
    else response.end('1')
  })
  expect(await getJson(url, limits)).toBe(1)
  // The kept connection is free once this turn is over.
  await new Promise((resolve) => setImmediate(resolve))
  expect(await getJson(url, limits)).toBe(1)
  expect(requests).toBe(3)
})

function flood(response: Parameters<RequestListener>[1]): void {
  response.on('error', () => {})
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(1000)));
  }
  response.on('drain', more)
  more()
}

function drip(response: Parameters<RequestListener>[1]): void {
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

function cut(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-length': '100' })
  response.write('{"id": "secr')
  setTimeout(() => response.destroy(), 20)
}
