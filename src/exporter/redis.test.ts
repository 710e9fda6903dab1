import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openRedis } from './redis.ts'

let server: Server | undefined
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))))

/** Speaks as much of Redis' protocol as a client needs; its first connection never answers a `GET`. */
async function startHangingRedis(): Promise<{
  readonly port: number
  readonly asked: () => number
  readonly connections: () => number
}> {
  let connections = 0
  let asked = 0
  server = createServer((socket) => {
    connections += 1
    const hangs = connections === 1
    socket.on('data', (bytes) => {
      // One array of bulk strings a command.
      for (const [, name = ''] of String(bytes).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        const command = name.toUpperCase()
        if (command === 'GET') asked += 1
        if (command === 'GET' && hangs) continue
        socket.write(command === 'GET' ? '$2\r\nhi\r\n' : '+OK\r\n')
      }
    })
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    asked: () => asked,
    connections: () => connections,
  }
}

describe('a connection that hangs', () => {
  it('is given up once: those that waited on it do not end the one that took its place', async () => {
    const { port, asked, connections } = await startHangingRedis()
    const redis = openRedis({ host: '127.0.0.1', port }, 300)
    const signal = new AbortController().signal
    const get = () => redis.call('GET', ['key'], signal)
    const again = get().catch((error: Error) => {
      expect(error).toMatchObject({ reason: 'timeout' })
      return get()
    })
    await expect.poll(asked).toBe(1)
    // Its own time is not over yet when the first one gives the connection up.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await expect(get()).rejects.toMatchObject({ reason: 'connection' })
    expect(await again).toBe('hi')
    expect(await get()).toBe('hi')
    expect(connections()).toBe(2)
    await redis.close()
  })
})
