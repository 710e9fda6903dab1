import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import type * as z from '../errors/zod.ts'

/**
 * What a file of the state folder holds; `null` when there is none.
 *
 * @throws BelfryError `CONFIG_INVALID` when it is damaged.
 */
export async function readStateFile<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new BelfryError('CONFIG_INVALID', `${path} is damaged`, {
      hint: 'Remove it; what still runs has to be ended by hand.',
      cause,
    })
  }
}

/** Replaces a file of the state folder as a whole. */
export async function writeStateFile(path: string, content: unknown, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 })
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode })
  await rename(draft, path)
}
