import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BelfryError } from '../errors/belfry-error.ts'

export interface DownloadOptions {
  /** Lower-case hexadecimal. */
  readonly sha256: string
  /** Told how far it is, now and then. */
  readonly report: (text: string) => void
  readonly signal: AbortSignal | undefined
  /** Milliseconds without a byte after which it is given up. @default 30000 */
  readonly idleMs?: number
}

/**
 * Downloads one file, redirects included. On failure the file may be left in part: the caller removes its folder.
 *
 * @throws BelfryError `ENGINE_FETCH_FAILED` when it cannot be had, `ENGINE_CHECKSUM` when it is not what was pinned.
 */
export async function download(url: string, path: string, options: DownloadOptions): Promise<void> {
  const { sha256, report, signal, idleMs = 30_000 } = options
  const idle = new AbortController()
  const timer = setTimeout(() => idle.abort(), idleMs)
  const hash = createHash('sha256')
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any(signal === undefined ? [idle.signal] : [signal, idle.signal]),
    })
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`)
    const total = Number(response.headers.get('content-length') ?? 0)
    let bytes = 0
    let said = 0
    await pipeline(
      Readable.from(response.body),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          timer.refresh()
          hash.update(chunk)
          bytes += chunk.length
          if (bytes - said > 5e6) {
            said = bytes
            report(`${megabytes(bytes)}${total > 0 ? ` of ${megabytes(total)}` : ''} MB`)
          }
          yield chunk
        }
      },
      createWriteStream(path),
    )
  } catch (cause) {
    const reason = idle.signal.aborted ? `nothing came for ${idleMs / 1000} s` : reasonOf(cause)
    throw new BelfryError('ENGINE_FETCH_FAILED', `${url}: ${reason}`, { cause })
  } finally {
    clearTimeout(timer)
  }
  const found = hash.digest('hex')
  if (found !== sha256) {
    throw new BelfryError('ENGINE_CHECKSUM', `${url}: SHA-256 is ${found}, pinned is ${sha256}`, {
      hint: 'The file was removed. It is damaged, or not the release that it says it is.',
    })
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)

/** `fetch` hides the reason of a failed connection in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return error.cause.message || error.message
  return error.message
}
