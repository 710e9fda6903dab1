import { once } from 'node:events'
import type { Request, Response } from '../http/server.ts'
import { checkApiPath, type ProxiedEngine } from './api-paths.ts'

const timeoutMs = 30_000
const titles: Readonly<Record<ProxiedEngine, string>> = { prometheus: 'Prometheus', alertmanager: 'Alertmanager' }
/** Of an answer; a dashboard asks for far less. */
const largest = 32 * 1024 * 1024

/** Passes a read-only question on to an engine, and its answer back. No header of the browser goes along. */
export async function passOn(
  engine: ProxiedEngine,
  origin: string | undefined,
  request: Request,
  response: Response,
): Promise<void> {
  // As it came: nothing is decoded, and no dots are resolved, before the list of paths was asked.
  const path = request.path.slice(`/api/${engine}`.length)
  const [, query = ''] = /\?(.*)$/s.exec(request.originalUrl) ?? []
  const check = checkApiPath(engine, path, new URLSearchParams(query))
  if (check.kind === 'unknown') {
    response.status(404).json({ status: 'error', error: 'not found' })
    return
  }
  if (check.kind === 'refused') {
    response.status(400).json({ status: 'error', error: check.reason })
    return
  }
  if (origin === undefined) {
    response.status(503).json({ status: 'error', error: `${titles[engine]} does not run in this stack` })
    return
  }
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  try {
    const answer = await fetch(`${origin}${path}${check.query === '' ? '' : `?${check.query}`}`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)]),
    })
    response.status(answer.status).type('application/json')
    await copyBody(answer, response, gone.signal)
  } catch (error) {
    if (gone.signal.aborted) return
    if (response.headersSent) response.destroy()
    else response.status(502).json({ status: 'error', error: `${titles[engine]} does not answer: ${reasonOf(error)}` })
  }
}

/** As fast as the browser takes it. */
async function copyBody(answer: globalThis.Response, response: Response, gone: AbortSignal): Promise<void> {
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.byteLength
    if (size > largest) throw new Error('the answer is too large')
    if (!response.write(part)) await once(response, 'drain', { signal: gone })
  }
  response.end()
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given'
  if (error.name === 'TimeoutError') return `nothing within ${timeoutMs / 1000} s`
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return reasons[code] ?? (code === '' ? error.message : code)
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens at its address',
  ECONNRESET: 'it broke the connection off',
  ENOTFOUND: 'there is no such host',
}
