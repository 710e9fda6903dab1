import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Registry, register } from 'prom-client'

export interface MetricsServerOptions {
  /** 0 for any free port. @default 9090 */
  readonly port?: number
  /** Address to listen on; `0.0.0.0` where Prometheus runs on another machine. @default '127.0.0.1' */
  readonly host?: string
  /** @default '/metrics' */
  readonly path?: string
  /** What is served. @default the default registry of prom-client */
  readonly registry?: Registry
}

/** A metrics endpoint at work. */
export interface MetricsServer {
  /** Where the metrics are, path included. */
  readonly url: string
  readonly port: number
  /** Stops listening; answers that are under way are finished. */
  stop(): Promise<void>
}

/**
 * Serves the metrics of an application that has no HTTP server of its own. It does not keep the process alive.
 *
 * @throws the error of the operating system when the address cannot be listened on.
 */
export async function startMetricsServer(options: MetricsServerOptions = {}): Promise<MetricsServer> {
  const { port = 9090, host = '127.0.0.1', path = '/metrics', registry = register } = options
  const server = createServer(async (request, response) => {
    const [asked] = (request.url ?? '').split('?')
    if (asked !== path) return void response.writeHead(404).end('not found\n')
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
    }
    try {
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text)
    } catch {
      // A gauge that is computed at the scrape can fail; what it said is nobody else's business.
      response.writeHead(500).end('the metrics could not be collected\n')
    }
  })
  server.listen(port, host)
  await once(server, 'listening')
  server.unref()
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return {
    url: `http://${name}:${address.port}${path}`,
    port: address.port,
    stop: async () => {
      if (!server.listening) return
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
    },
  }
}
