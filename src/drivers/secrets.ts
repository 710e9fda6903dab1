import { randomBytes } from 'node:crypto'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'

/**
 * Makes sure that every secret has its file, and makes up those that Belfry owns.
 *
 * @param folder - holds one file a secret, named for it; closed to everybody else.
 * @param generated - names of those that may be made up.
 * @returns the names of the secrets that were made up.
 * @throws BelfryError SECRET_MISSING, naming every file that a person has to write; nothing is made up then.
 */
export async function ensureSecrets(
  folder: string,
  names: readonly string[],
  generated: readonly string[],
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const missing: string[] = []
  for (const name of names) if (!(await exists(join(folder, name)))) missing.push(name)

  const unknown = missing.filter((name) => !generated.includes(name))
  if (unknown.length > 0) {
    const files = unknown.map((name) => join(folder, name))
    throw new BelfryError('SECRET_MISSING', `missing secret${unknown.length > 1 ? 's' : ''}: ${unknown.join(', ')}`, {
      hint: `Write the value, and nothing else, to ${files.join(' and ')}.`,
    })
  }
  for (const name of missing) await writeSecret(join(folder, name), makeSecret())
  return missing
}

/** Writes a file that only its owner can read. */
export async function writeSecret(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o600 })
}

/** 192 random bits in hex: safe in URLs, shells, YAML, and never mistaken for an option. */
function makeSecret(): string {
  return randomBytes(24).toString('hex')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
