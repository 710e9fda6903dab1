import { readFile } from 'node:fs/promises'
import { BelfryError } from '../errors/belfry-error.ts'
import type * as z from '../errors/zod.ts'
import { validate } from '../errors/zod.ts'
import { fromYaml } from '../formats/yaml.ts'

/**
 * What a configuration file holds; an empty one holds an empty object.
 *
 * @param service - whose it is, for errors.
 * @throws BelfryError `CONFIG_INVALID`
 */
export async function readConfigFile(path: string, service: string): Promise<unknown> {
  try {
    return fromYaml(await readFile(path, 'utf8')) ?? {}
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new BelfryError('CONFIG_INVALID', `Cannot read the ${service} configuration ${path}: ${why}`, { cause })
  }
}

/**
 * Reads and validates a configuration file.
 *
 * @throws BelfryError `CONFIG_INVALID` with all faults at once.
 */
export async function readValidConfig<T>(path: string, service: string, schema: z.ZodType<T>): Promise<T> {
  const value = await readConfigFile(path, service)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = validate(schema, value, { path: '', place: null }).map(({ message }) => message)
  throw wrongConfig(path, service, faults)
}

/** The error that tells of faults in a configuration. */
export function wrongConfig(source: string, service: string, faults: readonly string[]): BelfryError {
  const list = faults.map((fault) => `  - ${fault}`).join('\n')
  return new BelfryError('CONFIG_INVALID', `The ${service} configuration ${source} is wrong:\n${list}`)
}
