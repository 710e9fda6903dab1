import { execFile } from 'node:child_process'
import { open } from 'node:fs/promises'
import * as z from '../errors/zod.ts'
import { CollectError } from './collect-error.ts'
import { getJson, type HttpOptions } from './http.ts'
import { parseJson } from './parse-json.ts'

/** Where a JSON document comes from: a URL, a file that something else keeps fresh, or what a program prints. */
export const jsonSource = z.union([
  z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ command: z.tuple([z.string().min(1)], z.string()) }),
])
export type JsonSource = z.output<typeof jsonSource>

export interface JsonSourceOptions extends Pick<HttpOptions, 'timeoutMs' | 'maxBytes' | 'signal'> {
  /** Milliseconds after which a file that was not written again is no news. @default none - files of any age */
  readonly maxAgeMs?: number
  /** A clock in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

const mebibyte = 1024 * 1024

/**
 * Reads a document from its source.
 *
 * @throws CollectError. Its message never repeats the arguments or the output of a command.
 */
export async function readJsonSource(source: JsonSource, options: JsonSourceOptions): Promise<unknown> {
  if ('url' in source) return getJson(source.url, options)
  if ('file' in source) return parseJson(await readText(source.file, options), source.file)
  return parseJson(await runProgram(source.command, options), source.command[0])
}

async function readText(path: string, options: JsonSourceOptions): Promise<string> {
  const { maxBytes = 4 * mebibyte, maxAgeMs = Number.POSITIVE_INFINITY, now = Date.now } = options
  try {
    const file = await open(path)
    try {
      const { size, mtimeMs } = await file.stat()
      if (size > maxBytes) throw new CollectError('response', `${path}: more than ${maxBytes} bytes`)
      if (now() - mtimeMs > maxAgeMs) throw new CollectError('response', `${path}: older than ${maxAgeMs} ms`)
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof CollectError) throw error
    throw new CollectError('connection', `${path}: ${(error as NodeJS.ErrnoException).code}`, error)
  }
}

function runProgram(command: readonly [string, ...string[]], options: JsonSourceOptions): Promise<string> {
  const [program, ...args] = command
  const { timeoutMs, maxBytes = 4 * mebibyte, signal } = options
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { encoding: 'utf8', timeout: timeoutMs, maxBuffer: maxBytes, killSignal: 'SIGKILL', ...(signal && { signal }) },
      (error, stdout) => {
        if (error === null) resolve(stdout)
        else reject(commandError(error, program, timeoutMs))
      },
    )
  })
}

function commandError(error: Error & { code?: unknown; killed?: boolean }, program: string, timeoutMs: number) {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return new CollectError('response', `${program}: printed too much`)
  if (error.name === 'AbortError') return new CollectError('timeout', `${program}: given up`)
  if (error.killed === true) return new CollectError('timeout', `${program}: no end within ${timeoutMs} ms`)
  return typeof error.code === 'string'
    ? new CollectError('connection', `${program}: ${error.code}`)
    : new CollectError('response', `${program}: ended with ${error.code ?? 'a signal'}`)
}
