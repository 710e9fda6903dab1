import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** What the way to a server does with connections. */
export type Weather =
  /** Everything gets through. */
  | 'calm'
  /** No connection is kept. */
  | 'refuses'
  /** Connections are taken, and nothing is heard on them. */
  | 'hangs'
  /** Connections end in the middle of an answer. */
  | 'breaks'

export interface FlappingProxy {
  readonly port: number
  /** Changes the weather; connections from before end. */
  turn(weather: Weather): void
  stop(): Promise<void>
}

/** Stands before a server on the loopback address, and lets the way to it flap. */
export async function startFlappingProxy(target: number): Promise<FlappingProxy> {
  let weather: Weather = 'calm'
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    // Broken connections are the business of this.
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
  }
  const server = createServer((client) => {
    keep(client)
    if (weather === 'refuses') return void client.destroy()
    if (weather === 'hangs') return
    const upstream = connect(target, '127.0.0.1')
    keep(upstream)
    client.pipe(upstream)
    let budget = weather === 'breaks' ? 200 + Math.floor(Math.random() * 2000) : Number.POSITIVE_INFINITY
    upstream.on('data', (bytes) => {
      client.write(bytes.subarray(0, budget))
      budget -= bytes.length
      if (budget <= 0) client.destroy()
    })
    upstream.on('close', () => client.destroy())
    client.on('close', () => upstream.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    turn: (next) => {
      weather = next
      for (const socket of open) socket.destroy()
    },
    stop: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
