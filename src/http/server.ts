import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import { BelfryError } from '../errors/belfry-error.ts'
import { allowHosts } from './allow-hosts.ts'
import { requireAuthorization, type ServerAuthorization } from './authorization.ts'
import type { Log } from './log.ts'
import { securityHeaders } from './security-headers.ts'

export type { Request, RequestHandler, Response, Router }

export interface HttpOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly log: Log
  /** Names at which it answers, besides loopback's and its own address; see `allowHosts`. @default all */
  readonly hosts?: readonly string[]
  /** What clients must present. @default none - open */
  readonly authorization?: ServerAuthorization
  /** Exact paths that stay open when there is authorization. @default [] */
  readonly publicPaths?: readonly string[]
  /** Certificate and key files. @default none - plain HTTP */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** How long requests in flight may take after `stop`, in milliseconds. @default 5000 */
  readonly stopGraceMs?: number
}

export interface HttpServer {
  readonly port: number
  /** Origin, such as `http://127.0.0.1:9999`. */
  readonly url: string
  /** Takes no new connection, lets requests in flight end, then closes. */
  stop(): Promise<void>
}

/**
 * Serves routes over HTTP or HTTPS with Belfry's headers, authorization and error answers.
 *
 * @throws BelfryError `PORT_TAKEN`, `SECRET_MISSING`, `START_FAILED`.
 */
export async function startHttp(options: HttpOptions, routes: (router: Router) => void): Promise<HttpServer> {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(securityHeaders)
  if (options.hosts !== undefined) app.use(allowHosts([options.host, ...options.hosts]))
  if (options.authorization !== undefined)
    app.use(requireAuthorization(options.authorization, options.publicPaths ?? []))
  const router = express.Router()
  routes(router)
  app.use(router)
  app.use((_request, response) => void response.status(404).type('text/plain').send('not found\n'))
  app.use(answerError(options.log))

  const server =
    options.tls === undefined
      ? createServer(slowness, app)
      : createTlsServer({ ...slowness, ...(await readTls(options.tls)) }, app)
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  const url = `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`
  return { port, url, stop: () => stop(server, options.stopGraceMs ?? 5000) }
}

/** How long a client may take to send its request, in milliseconds: whoever dawdles holds a connection of others. */
const slowness = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2000 }

/** Routes of their own, to be used below a path. */
export function createRouter(): Router {
  return express.Router()
}

/** Clients learn the status only; the log learns the rest. */
function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const given = error instanceof Error && 'status' in error ? Number(error.status) : 500
    const status = given >= 400 && given < 500 ? given : 500
    if (status === 500) log.error({ err: error, path: request.path }, 'a request failed')
    if (response.headersSent) response.destroy()
    else
      response
        .status(status)
        .type('text/plain')
        .send(status === 500 ? 'internal error\n' : 'bad request\n')
  }
}

async function readTls(files: { readonly cert: string; readonly key: string }) {
  try {
    return { cert: await readFile(files.cert), key: await readFile(files.key) }
  } catch (cause) {
    throw new BelfryError('SECRET_MISSING', `Cannot read the TLS certificate ${files.cert} or its key ${files.key}.`, {
      cause,
    })
  }
}

function listen(server: Server, { host, port }: HttpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new BelfryError('PORT_TAKEN', `Port ${port} on ${host} is taken.`, {
              hint: 'Stop the other program, or choose another port.',
              cause,
            })
          : new BelfryError('START_FAILED', `Cannot listen on ${host}:${port} (${cause.code ?? cause.message}).`, {
              cause,
            }),
      )
    })
    server.listen(port, host, resolve)
  })
}

function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // Connections kept alive become idle only when their last request ends.
    const sweep = setInterval(() => server.closeIdleConnections(), 20)
    const force = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(force)
      resolve()
    })
  })
}
