import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { outputFailure } from '../outputs/output-failure.ts'

/**
 * Writes a file that somebody asked for, and makes the folders above it.
 *
 * @throws BelfryError `OUTPUT_UNWRITABLE`.
 */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true })
    await writeFile(path, content)
  } catch (error) {
    throw outputFailure(path, error)
  }
}
