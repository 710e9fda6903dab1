import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { validate } from '../errors/zod.ts'
import { fromYaml } from '../formats/yaml.ts'

const port = z.int().min(1).max(65_535)
const file = z.string().min(1)

const schema = z.strictObject({
  listen: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535).default(9096) })
    .prefault({}),
  /** Names of this server besides loopback's, without ports; what is sent to another is refused. */
  hosts: z.array(z.string().min(1)).optional(),
  /** The demo's PostgreSQL; its user owns the database. */
  postgres: z
    .strictObject({
      host: z.string().min(1),
      port: port.default(5432),
      user: z.string().min(1),
      database: z.string().min(1),
      sslmode: z.enum(['disable', 'require', 'verify-full']).default('disable'),
      passwordFile: file.optional(),
    })
    .optional(),
  /** The demo's Redis. */
  redis: z
    .strictObject({ host: z.string().min(1), port: port.default(6379), passwordFile: file.optional() })
    .optional(),
})

/** The configuration of the simulators: complete, files absolute. */
export type SimulatorConfig = Readonly<z.infer<typeof schema>>

/**
 * Reads and validates `simulator.yml`; files in it stand relative to it.
 *
 * @throws BelfryError `CONFIG_INVALID` with all faults at once.
 */
export async function readSimulatorConfig(path: string): Promise<SimulatorConfig> {
  let value: unknown
  try {
    value = fromYaml(await readFile(path, 'utf8'))
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new BelfryError('CONFIG_INVALID', `Cannot read the simulator configuration ${path}: ${why}`, { cause })
  }
  const parsed = schema.safeParse(value ?? {})
  if (!parsed.success) {
    const faults = validate(schema, value ?? {}, { path: '', place: null }).map(({ message }) => `  - ${message}`)
    throw new BelfryError('CONFIG_INVALID', `The simulator configuration ${path} is wrong:\n${faults.join('\n')}`)
  }
  const { postgres, redis } = parsed.data
  const folder = dirname(resolve(path))
  return { ...parsed.data, postgres: postgres && absolute(postgres, folder), redis: redis && absolute(redis, folder) }
}

function absolute<S extends { readonly passwordFile?: string | undefined }>(section: S, folder: string): S {
  const { passwordFile } = section
  return passwordFile === undefined ? section : { ...section, passwordFile: resolve(folder, passwordFile) }
}
