import { createHash } from 'node:crypto'

/** Hash of a file's bytes, in hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
