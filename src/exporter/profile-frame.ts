import { fileURLToPath } from 'node:url'
import type { Frame } from './encode-profile.ts'

/** A frame as V8 gives it; it counts lines from 0 on. */
export function frameOf(frame: {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
}): Frame {
  const { functionName, url, lineNumber } = frame
  const file = url.startsWith('file://') ? fileURLToPath(url) : url
  return { name: functionName, file, line: Math.max(0, lineNumber + 1) }
}
