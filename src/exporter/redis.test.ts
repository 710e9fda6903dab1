import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { CollectError } from './collect-error.ts'
import { openRedis } from './redis.ts'

let server: Server | undefined
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  server?.close()
})

/** Speaks as much of Redis' protocol as a client needs; its first connection never answers a `GET`. */
async function startHangingRedis(): Promise<{
  readonly port: number
  readonly connections: () => number
}> {
  let connections = 0
  server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    const hangs = connections === 1
    socket.on('data', (bytes) => {
      // One array of bulk strings a command.
      for (const [, name = ''] of String(bytes).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        const command = name.toUpperCase()
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
    connections: () => connections,
  }
}

describe('a connection that hangs', () => {
  it('is given up once: those that waited on it do not end the one that took its place', async () => {
    const { port, connections } = await startHangingRedis()
    const redis = openRedis({ host: '127.0.0.1', port }, 1000)
    const signal = new AbortController().signal
    const get = () => redis.call('GET', ['key'], signal)
    // Both wait on the first connection. The second fails when the first has given it up and asks again.
    const again = get().catch((error: Error) => {
      expect(error).toMatchObject({ reason: 'timeout' })
      return get()
    })
    await expect(get()).rejects.toBeInstanceOf(CollectError)
    expect(await again).toBe('hi')
    expect(await get()).toBe('hi')
    expect(connections()).toBe(2)
    await redis.close()
  })
})
