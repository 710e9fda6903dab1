import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jsonBody } from './json-body.ts'
import { createLog } from './log.ts'
import { sendBody } from './send-body.ts'
import { type HttpOptions, type HttpServer, type Router, startHttp } from './server.ts'

const log = createLog('test', { level: 'silent' })
let folder = ''
const servers: HttpServer[] = []

async function start(routes: (router: Router) => void, options: Partial<HttpOptions> = {}): Promise<HttpServer> {
  const server = await startHttp({ host: '127.0.0.1', port: 0, log, ...options }, routes)
  servers.push(server)
  return server
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-http-'))
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await rm(folder, { recursive: true })
})

describe('startHttp', () => {
  it('sets security headers and says nothing about its software', async () => {
    const { url } = await start((router) => router.get('/', (_request, response) => void response.send('ok')))
    const { headers } = await fetch(url)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('hides the text of an error', async () => {
    const { url } = await start((router) => {
      router.get('/', () => {
        throw new Error('password=hunter2')
      })
    })
    const answer = await fetch(url)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toBe('internal error\n')
  })

  it('answers bad JSON with 400', async () => {
    const { url } = await start((router) =>
      router.post('/', jsonBody(1024), (_request, response) => void response.send('ok')),
    )
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })
    expect(answer.status).toBe(400)
  })

  it('names a port that is taken', async () => {
    const { port } = await start(() => {})
    await expect(startHttp({ host: '127.0.0.1', port, log }, () => {})).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  })

  it('lets a request in flight end before it stops', async () => {
    let arrived = () => {}
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const server = await start((router) => {
      router.get('/', (_request, response) => {
        arrived()
        setTimeout(() => response.send('done'), 50)
      })
    })
    const answer = fetch(server.url)
    await arrival
    await server.stop()
    expect(await (await answer).text()).toBe('done')
    servers.length = 0
  })

  it('cuts off a request that does not end within the grace time', async () => {
    let arrived = () => {}
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const server = await start((router) => router.get('/', () => arrived()), { stopGraceMs: 20 })
    const answer = fetch(server.url).then(
      () => 'answered',
      () => 'cut off',
    )
    await arrival
    await server.stop()
    expect(await answer).toBe('cut off')
    servers.length = 0
  })
})

describe('TLS', () => {
  it('serves HTTPS with the certificate that it is given, and nothing without it', async ({ skip }) => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ]
    const made = await promisify(execFile)('openssl', args).then(
      () => true,
      () => false,
    )
    if (!made) return skip('openssl is not here')
    const { url } = await start((router) => router.get('/', (_request, response) => void response.send('ok')), {
      tls: { cert, key },
    })
    expect(url).toMatch(/^https:/)
    const ca = await readFile(cert)
    const body = await new Promise<string>((resolve, reject) => {
      get(url, { ca }, (answer) => answer.setEncoding('utf8').on('data', resolve)).on('error', reject)
    })
    expect(body).toBe('ok')
    const missing = { cert: join(folder, 'gone.pem'), key }
    await expect(start(() => {}, { tls: missing })).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  })
})

describe('authorization', () => {
  const routes = (router: Router) => {
    router.get(['/', '/open'], (_request, response) => void response.send('ok'))
  }

  it('takes the right bearer token only, and follows a rotation', async () => {
    const tokenFile = join(folder, 'token')
    await writeFile(tokenFile, 'first\n')
    const { url } = await start(routes, { authorization: { type: 'bearer', tokenFile }, publicPaths: ['/open'] })
    const status = async (path: string, authorization?: string) =>
      (await fetch(url + path, authorization === undefined ? {} : { headers: { authorization } })).status
    expect(await status('/')).toBe(401)
    expect(await status('/', 'Bearer wrong')).toBe(401)
    expect(await status('/', 'Basic first')).toBe(401)
    expect(await status('/', 'Bearer first')).toBe(200)
    expect(await status('/open')).toBe(200)
    await writeFile(tokenFile, 'second')
    expect(await status('/', 'Bearer first')).toBe(401)
    expect(await status('/', 'bearer second')).toBe(200)
  })

  it('takes basic credentials and challenges without them', async () => {
    const passwordFile = join(folder, 'password')
    await writeFile(passwordFile, 'pä:ss')
    const { url } = await start(routes, { authorization: { type: 'basic', username: 'prometheus', passwordFile } })
    const header = `Basic ${Buffer.from('prometheus:pä:ss').toString('base64')}`
    expect((await fetch(url, { headers: { authorization: header } })).status).toBe(200)
    const refused = await fetch(url)
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm/)
  })

  it('refuses everybody while the secret is missing', async () => {
    const { url } = await start(routes, { authorization: { type: 'bearer', tokenFile: join(folder, 'gone') } })
    expect((await fetch(url, { headers: { authorization: 'Bearer ' } })).status).toBe(500)
  })
})

describe('sendBody', () => {
  it('compresses for clients that take gzip, and keeps the type', async () => {
    const text = 'line\n'.repeat(1000)
    const type = 'text/plain; version=0.0.4; charset=utf-8'
    const { url } = await start((router) => {
      router.get('/', (request, response) => sendBody(request, response, { type, text }))
    })
    const zipped = await fetch(url)
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.headers.get('content-type')).toBe(type)
    expect(await zipped.text()).toBe(text)
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toBe(text)
  })
})
