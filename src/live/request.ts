import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'

export interface Client {
  /** Origin and path prefix, with or without a trailing slash. */
  readonly url: string
  /** Milliseconds that one request may take. @default 10000 */
  readonly timeoutMs?: number
  /** Sent as it is, such as `Bearer …`; never repeated in a message. @default none */
  readonly authorization?: string
}

export interface RequestOptions {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST'
  /** Query parameters; in the body for POST without a body of its own. @default none */
  readonly parameters?: URLSearchParams
  /** Sent as JSON. @default none */
  readonly body?: unknown
  /** Formats that are understood. @default 'application/json' */
  readonly accept?: string
  /** Ends the request. @default never */
  readonly signal?: AbortSignal | undefined
}

/** The text of an answer, whatever its status. */
export interface Answer {
  readonly status: number
  readonly text: string
}

/**
 * Sends one request.
 *
 * @throws BelfryError `REQUEST_FAILED` when there is no answer in time.
 */
export async function request(client: Client, path: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = 'GET', parameters, body, accept = 'application/json', signal } = options
  const timeoutMs = client.timeoutMs ?? 10_000
  const timeout = AbortSignal.timeout(timeoutMs)
  const url = urlOf(client, path)
  if (method === 'GET') for (const [name, value] of parameters ?? []) url.searchParams.append(name, value)
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept,
        ...(client.authorization === undefined ? {} : { authorization: client.authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body !== undefined ? JSON.stringify(body) : method === 'POST' ? (parameters ?? null) : null,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    const reason = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(cause)
    throw new BelfryError('REQUEST_FAILED', `${placeOf(url)}: ${reason}`, { cause })
  }
}

/**
 * Sends one request, and reads a JSON answer of the expected shape.
 *
 * @throws BelfryError `REQUEST_FAILED` when there is none in time, on a status of failure, or on another shape.
 */
export async function requestJson<T>(
  client: Client,
  path: string,
  schema: z.ZodType<T>,
  options: RequestOptions = {},
): Promise<T> {
  const answer = await request(client, path, options)
  const where = placeOf(urlOf(client, path))
  if (answer.status >= 400) throw new BelfryError('REQUEST_FAILED', `${where}: ${failureOf(answer)}`)
  const parsed = schema.safeParse(parseJson(answer.text))
  if (parsed.success) return parsed.data
  throw new BelfryError('REQUEST_FAILED', `${where}: the answer is not understood: ${z.prettifyError(parsed.error)}`)
}

/**
 * Sends a request of which only the success counts.
 *
 * @throws BelfryError `REQUEST_FAILED`.
 */
export async function requestDone(client: Client, path: string, options: RequestOptions = {}): Promise<void> {
  const answer = await request(client, path, options)
  if (answer.status < 300) return
  throw new BelfryError('REQUEST_FAILED', `${placeOf(urlOf(client, path))}: ${failureOf(answer)}`)
}

/** Whether an endpoint answers with success; no answer at all is `false` too. */
export async function isReady(client: Client, path: string, signal?: AbortSignal): Promise<boolean> {
  try {
    const { status } = await request(client, path, { signal })
    return status >= 200 && status < 300
  } catch (error) {
    if (error instanceof BelfryError && signal?.aborted !== true) return false
    throw error
  }
}

/** A prefix in the client's URL stays. */
function urlOf({ url }: Client, path: string): URL {
  return new URL(`${url.replace(/\/+$/, '')}${path}`)
}

/** Without credentials and parameters, which may be secret or long. */
function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`
}

/** Prometheus and Alertmanager give the reason as `error` or as text. */
function failureOf({ status, text }: Answer): string {
  const parsed = z.object({ error: z.string() }).safeParse(parseJson(text))
  const reason = parsed.success ? parsed.data.error : text.trim().slice(0, 500)
  return reason === '' ? `status ${status}` : `status ${status}: ${reason}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `fetch` hides the reason of a failed connection in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError') return 'given up'
  const { cause } = error
  if (cause instanceof AggregateError) return cause.errors.map((each) => String(each.message)).join('; ')
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
