import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { alertmanagerClient } from './alertmanager.ts'
import { prometheusClient } from './prometheus.ts'

const servers: Server[] = []
const asked: { method: string; url: string; body: string; authorization: string }[] = []

/** A server that answers with one text, and remembers what it was asked. */
async function serve(answer: string | ((response: ServerResponse) => void), status = 200): Promise<string> {
  const server = createServer(async (request: IncomingMessage, response) => {
    const { method = '', url = '', headers } = request
    asked.push({ method, url, body: await text(request), authorization: headers.authorization ?? '' })
    if (typeof answer === 'string') response.writeHead(status).end(answer)
    else answer(response)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const success = (data: unknown): string => JSON.stringify({ status: 'success', data })

afterEach(() => {
  asked.length = 0
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('a Prometheus client', () => {
  it('reads a vector, infinities included', async () => {
    const url = await serve(success({ resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1.5, '+Inf'] }] }))
    expect(await prometheusClient({ url }).query('up', 7)).toEqual([
      { metric: { a: 'b' }, value: { time: 1.5, value: Number.POSITIVE_INFINITY } },
    ])
    expect(asked).toMatchObject([{ method: 'POST', url: '/api/v1/query', body: 'query=up&time=7' }])
  })

  it('reads a scalar as one sample without labels', async () => {
    const url = await serve(success({ resultType: 'scalar', result: [1, 'NaN'] }))
    expect(await prometheusClient({ url }).query('1')).toEqual([{ metric: {}, value: { time: 1, value: Number.NaN } }])
  })

  it('reads a range', async () => {
    const url = await serve(success({ resultType: 'matrix', result: [{ metric: {}, values: [[1, '2']] }] }))
    const series = await prometheusClient({ url }).queryRange('up', { start: 1, end: 2 }, 15)
    expect(series).toEqual([{ metric: {}, values: [{ time: 1, value: 2 }] }])
    expect(asked[0]?.body).toBe('query=up&start=1&end=2&step=15')
  })

  it('keeps a path prefix, and repeats matchers', async () => {
    const url = await serve(success(['a']))
    expect(await prometheusClient({ url: `${url}/prometheus/` }).labelValues('job', ['up', 'x{a="b"}'])).toEqual(['a'])
    expect(asked[0]?.url).toBe('/prometheus/api/v1/label/job/values?match%5B%5D=up&match%5B%5D=x%7Ba%3D%22b%22%7D')
  })

  it('gives the version without what a distribution adds', async () => {
    const url = await serve(success({ version: '2.42.0+ds' }))
    expect(await prometheusClient({ url }).buildInfo()).toEqual({ version: '2.42.0' })
  })

  it('gives the reason of a refused query', async () => {
    const url = await serve(JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'parse error' }), 400)
    await expect(prometheusClient({ url }).query('up{')).rejects.toMatchObject({
      code: 'REQUEST_FAILED',
      message: `${url}/api/v1/query: status 400: parse error`,
    })
  })

  it('refuses an answer of another shape', async () => {
    const url = await serve('<html>a login page</html>')
    await expect(prometheusClient({ url }).targets()).rejects.toMatchObject({
      code: 'REQUEST_FAILED',
      message: expect.stringContaining('is not understood'),
    })
  })

  it('is not ready when nobody answers, or with a failure', async () => {
    expect(await prometheusClient({ url: 'http://127.0.0.1:1' }).ready()).toBe(false)
    expect(await prometheusClient({ url: await serve('starting', 503) }).ready()).toBe(false)
    expect(await prometheusClient({ url: await serve('ready') }).ready()).toBe(true)
  })

  it('gives up in time', async () => {
    const url = await serve(() => undefined)
    await expect(prometheusClient({ url, timeoutMs: 100 }).alerts()).rejects.toMatchObject({
      message: `${url}/api/v1/alerts: no answer within 0.1 s`,
    })
  })

  it('ends a request that is given up', async () => {
    const url = await serve(() => undefined)
    const controller = new AbortController()
    const waiting = prometheusClient({ url }).rules(controller.signal)
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ message: `${url}/api/v1/rules: given up` })
  })

  it('presents its credentials, and does not repeat them', async () => {
    const url = await serve('no', 401)
    const reloading = prometheusClient({ url, authorization: 'Bearer hunter2' }).reload()
    await expect(reloading).rejects.toMatchObject({ message: `${url}/-/reload: status 401: no` })
    expect(asked[0]?.authorization).toBe('Bearer hunter2')
  })
})

describe('an Alertmanager client', () => {
  it('lists alerts that match', async () => {
    const alert = {
      labels: { alertname: 'A' },
      annotations: {},
      fingerprint: 'f',
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2026-01-01T00:05:00Z',
      receivers: [{ name: 'inbox' }],
      status: { state: 'active', silencedBy: [], inhibitedBy: [] },
    }
    const url = await serve(JSON.stringify([alert]))
    const alerts = await alertmanagerClient({ url }).alerts(['alertname="A"'])
    expect(alerts).toEqual([{ ...alert, receivers: ['inbox'] }])
    expect(asked[0]?.url).toBe('/api/v2/alerts?filter=alertname%3D%22A%22')
  })

  it('sends alerts as JSON', async () => {
    const url = await serve('')
    await alertmanagerClient({ url }).postAlerts([{ labels: { alertname: 'A' } }])
    expect(asked).toMatchObject([{ method: 'POST', body: '[{"labels":{"alertname":"A"}}]' }])
  })
})
