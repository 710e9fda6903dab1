import { existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineName } from '../../spec/engine-name.ts'
import { logPath, logsDir, secretsDir } from './state-paths.ts'

const rotateAt = 10 * 1024 * 1024

/** Opens the log of an engine for appending; one that has grown large is put aside, and one such is kept. */
export function openLog(stateDir: string, engine: EngineName): { fd: number; offset: number } {
  const path = logPath(stateDir, engine)
  mkdirSync(logsDir(stateDir), { recursive: true })
  if (existsSync(path) && statSync(path).size > rotateAt) renameSync(path, `${path}.1`)
  const fd = openSync(path, 'a', 0o640)
  return { fd, offset: statSync(path).size }
}

/** The last lines of a log from an offset on, with secrets blotted out. */
export async function lastLines(stateDir: string, engine: EngineName, offset: number, count: number): Promise<string> {
  const { bytes } = await readFrom(logPath(stateDir, engine), offset)
  const lines = bytes.toString().trimEnd().split('\n').slice(-count).join('\n')
  return blotSecrets(stateDir, lines)
}

/** At most the last MiB of what a file holds from an offset on, and where that begins. A file that has shrunk is a new one. */
export async function readFrom(path: string, offset: number): Promise<{ bytes: Buffer; start: number }> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return { bytes: Buffer.alloc(0), start: 0 }
  try {
    const { size } = await file.stat()
    const start = Math.max(size < offset ? 0 : offset, size - 1024 * 1024)
    const buffer = Buffer.alloc(size - start)
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
    return { bytes: buffer.subarray(0, bytesRead), start }
  } finally {
    await file.close()
  }
}

/** Replaces every secret of the stack in a text. */
export async function blotSecrets(stateDir: string, text: string): Promise<string> {
  let clean = text
  for (const name of await readdir(secretsDir(stateDir)).catch(() => [])) {
    const value = (await readFile(join(secretsDir(stateDir), name), 'utf8').catch(() => '')).trim()
    // Very short values would blot out ordinary words.
    if (value.length >= 4) clean = clean.replaceAll(value, '***')
  }
  return clean
}
