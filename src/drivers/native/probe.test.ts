import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { runProbe } from './probe.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A server that gives one answer to whatever it is told. */
async function answering(answer: string): Promise<{ host: string; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(answer, 'latin1'))
  })
  return { host: '127.0.0.1', port: await listen(server) }
}

test('HTTP is ready with the right status only', async () => {
  const port = await listen(createHttp((_, response) => response.writeHead(503).end()))
  const url = `http://127.0.0.1:${port}/-/ready`
  expect(await runProbe({ kind: 'http', url, status: 200 }, 1000)).toBe(`${url} answers 503`)
  expect(await runProbe({ kind: 'http', url, status: 503 }, 1000)).toBe('')
})

test('a server that says nothing is told from one that is not there', async () => {
  const place = { host: '127.0.0.1', port: await listen(createServer()) }
  const url = `http://127.0.0.1:${place.port}/`
  expect(await runProbe({ kind: 'http', url, status: 200 }, 100)).toBe(`${url} does not answer`)
  expect(await runProbe({ kind: 'redis', ...place }, 100)).toContain('does not answer')
  expect(await runProbe({ kind: 'tcp', ...place }, 100)).toBe('')
  expect(await runProbe({ kind: 'tcp', host: '127.0.0.1', port: 1 }, 100)).toContain('nothing listens')
})

test('Redis is ready when it asks for a password, and not while it loads', async () => {
  expect(await runProbe({ kind: 'redis', ...(await answering('-NOAUTH Authentication required.\r\n')) }, 1000)).toBe('')
  expect(await runProbe({ kind: 'redis', ...(await answering('-LOADING Redis is loading\r\n')) }, 1000)).toContain(
    'LOADING',
  )
})

test('PostgreSQL is ready when it asks for a password, and not while it starts', async () => {
  const asks = await answering('R\0\0\0\x17\0\0\0\nSCRAM-SHA-256\0\0')
  expect(await runProbe({ kind: 'postgres', ...asks }, 1000)).toBe('')
  const starts = await answering('E\0\0\0\x40SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0')
  expect(await runProbe({ kind: 'postgres', ...starts }, 1000)).toBe('the database system is starting up')
})
