import { request } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { createLog } from './log.ts'
import { type HttpServer, startHttp } from './server.ts'

let server: HttpServer | null = null
afterEach(() => server?.stop())

async function statusFor(host: string | null, hosts?: readonly string[]): Promise<number> {
  server = await startHttp(
    {
      host: '127.0.0.1',
      port: 0,
      log: createLog('test', { level: 'silent' }),
      ...(hosts === undefined ? {} : { hosts }),
    },
    (router) => router.get('/', (_request, response) => void response.send('ours')),
  )
  const { port } = server
  return new Promise((resolve, reject) => {
    const headers = host === null ? {} : { host: host.replace('PORT', String(port)) }
    request({ host: '127.0.0.1', port, headers, setHost: host !== null && host !== '' }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

test.each([
  '127.0.0.1:PORT',
  'localhost:PORT',
  'LOCALHOST',
  '[::1]:PORT',
  'console:9095',
  'belfry.example.com',
  'belfry.example.com.',
])('what is asked of %s is answered', async (host) =>
  expect(await statusFor(host, ['console', 'Belfry.example.com'])).toBe(200),
)

test.each([
  'evil.example',
  'localhost.evil.example:PORT',
  '127.0.0.1.evil.example',
  'evil.example:console',
  '192.0.2.7',
  '[2001:db8::7]:80',
])('what is asked of %s is not: a name of somebody else may point here', async (host) =>
  expect(await statusFor(host, ['console'])).toBe(421),
)

test.each(['192.0.2.7:PORT', '[2001:db8::7]'])('who listens everywhere answers at %s', async (host) =>
  expect(await statusFor(host, ['0.0.0.0'])).toBe(200),
)

test('who listens everywhere knows no more names', async () =>
  expect(await statusFor('evil.example', ['0.0.0.0'])).toBe(421))

test('who has nothing to hide answers everybody', async () => expect(await statusFor('evil.example')).toBe(200))
