import { readFile } from 'node:fs/promises'
import { BelfryError } from '../errors/belfry-error.ts'

/**
 * The secret that a file holds, without the line end that editors add. Read anew for each use, so that a rotated secret works.
 *
 * @throws BelfryError `SECRET_MISSING` when the file cannot be read or is empty.
 */
export async function readSecret(path: string): Promise<string> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new BelfryError('SECRET_MISSING', `Cannot read the secret file ${path}.`, {
      hint: 'Create the file, readable for the user that runs this service.',
      cause,
    })
  }
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '') throw new BelfryError('SECRET_MISSING', `The secret file ${path} is empty.`)
  return secret
}
