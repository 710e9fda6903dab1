import { promisify } from 'node:util'
import { constants, gzip as gzipCallback } from 'node:zlib'
import type { Request, Response } from 'express'

const compress = promisify(gzipCallback)

/** Below this size, in bytes, compression costs more than it saves. */
const smallest = 1024

export interface Body {
  /** Content type with its parameters. */
  readonly type: string
  readonly text: string
  /** Compressed form of the text, for callers that keep it. @default compressed for this answer */
  readonly gzipped?: () => Promise<Buffer>
}

/** Sends a text, compressed when the client takes gzip and the text is worth it. */
export async function sendBody(request: Request, response: Response, body: Body): Promise<void> {
  // Set as it is: express would rewrite the charset of a type it knows.
  response.setHeader('Content-Type', body.type)
  response.vary('Accept-Encoding')
  if (body.text.length < smallest || request.acceptsEncodings(['gzip', 'identity']) !== 'gzip') {
    response.end(body.text)
    return
  }
  const bytes = await (body.gzipped ?? (() => gzip(body.text)))()
  response.setHeader('Content-Encoding', 'gzip')
  response.end(bytes)
}

/** Fast rather than small: scrapes are frequent and metrics compress well at any level. */
export function gzip(content: string | Uint8Array): Promise<Buffer> {
  return compress(content, { level: constants.Z_BEST_SPEED })
}
