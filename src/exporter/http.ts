import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { CollectError } from './collect-error.ts'
import { parseJson } from './parse-json.ts'

export interface HttpOptions {
  /** Milliseconds that the whole request may take, its body included. */
  readonly timeoutMs: number
  /** Bytes that the body may have. @default 4 MiB */
  readonly maxBytes?: number | undefined
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>
  /** Ends the request. @default never */
  readonly signal?: AbortSignal | undefined
  /** Status codes that are an answer; any other is a failure. @default [200] */
  readonly statuses?: readonly number[]
}

export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

const mebibyte = 1024 * 1024
// Idle connections end before the usual server ends them, so that a request rarely meets one that is just closing.
const pool = { keepAlive: true, timeout: 4000 } as const
const transports = {
  'http:': { request: httpRequest, agent: new HttpAgent(pool) },
  'https:': { request: httpsRequest, agent: new HttpsAgent(pool) },
} as const

/**
 * Gets a document. Redirects are not followed: they are answers with another status.
 *
 * @throws CollectError with the reason by which the failure is counted. Its message names the place without its query,
 * which may hold a secret.
 */
export async function getText(url: string, options: HttpOptions): Promise<HttpAnswer> {
  const place = parseUrl(url)
  const deadline = performance.now() + options.timeoutMs
  try {
    return await send(place, options, deadline, 'kept')
  } catch (error) {
    // A kept connection that the server closed at that moment says nothing about the server.
    if (!(error instanceof StaleConnection)) throw error
    return send(place, options, deadline, 'fresh')
  }
}

/**
 * Gets a JSON document.
 *
 * @throws CollectError
 */
export async function getJson(url: string, options: HttpOptions): Promise<unknown> {
  const { text } = await getText(url, options)
  return parseJson(text, placeOf(parseUrl(url)))
}

class StaleConnection extends Error {}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !(url.protocol in transports)) throw new CollectError('connection', 'not an HTTP URL')
  return url
}

function placeOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`
}

function send(url: URL, options: HttpOptions, deadline: number, connection: 'kept' | 'fresh'): Promise<HttpAnswer> {
  const { timeoutMs, headers = {}, maxBytes = 4 * mebibyte, statuses = [200], signal } = options
  const { request, agent } = transports[url.protocol as keyof typeof transports]
  const place = placeOf(url)
  const late = () => new CollectError('timeout', `${place}: no answer within ${timeoutMs} ms`)

  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      finish()
      reject(error)
      outgoing.destroy()
    }
    const stop = () => fail(new CollectError('timeout', `${place}: given up`))
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
    const outgoing = request(url, {
      agent: connection === 'kept' && agent,
      headers: { accept: 'application/json, text/plain', ...headers },
    })
    const timer = setTimeout(() => fail(late()), Math.max(0, deadline - performance.now()))

    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      fail(stale ? new StaleConnection() : asCollectError(error, place))
    })
    outgoing.on('response', (answer) => {
      const status = answer.statusCode ?? 0
      if (!statuses.includes(status)) return fail(unexpected(status, place))
      read(answer, maxBytes).then(
        (text) => {
          finish()
          resolve({ status, text })
        },
        (error: Error) => fail(asCollectError(error, place)),
      )
    })
    if (signal?.aborted) return stop()
    signal?.addEventListener('abort', stop, { once: true })
    outgoing.end()
  })
}

async function read(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new CollectError('response', `more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function unexpected(status: number, place: string): CollectError {
  const reason = status === 401 || status === 403 ? 'authentication' : 'response'
  return new CollectError(reason, `${place}: HTTP status ${status}`)
}

function asCollectError(error: NodeJS.ErrnoException, place: string): CollectError {
  if (error instanceof CollectError) return new CollectError(error.reason, `${place}: ${error.message}`)
  // Codes of Node's HTTP parser: something answered, but not in HTTP.
  const reason = error.code?.startsWith('HPE_') ? 'response' : 'connection'
  return new CollectError(reason, `${place}: ${error.code ?? error.message}`, error)
}
