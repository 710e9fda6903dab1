import { dirname, resolve } from 'node:path'
import * as z from '../errors/zod.ts'
import { postgresSection, redisSection, withPasswordFile } from '../exporter/store-sections.ts'
import { readValidConfig } from '../http/config-file.ts'

const schema = z.strictObject({
  listen: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535).default(9096) })
    .prefault({}),
  /** Names of this server besides loopback's, without ports; what is sent to another is refused. */
  hosts: z.array(z.string().min(1)).optional(),
  /** The demo's PostgreSQL; its user owns the database. */
  postgres: postgresSection.optional(),
  /** The demo's Redis. */
  redis: redisSection.optional(),
})

/** The configuration of the simulators: complete, files absolute. */
export type SimulatorConfig = Readonly<z.infer<typeof schema>>

/**
 * Reads and validates `simulator.yml`; files in it stand relative to it.
 *
 * @throws BelfryError `CONFIG_INVALID` with all faults at once.
 */
export async function readSimulatorConfig(path: string): Promise<SimulatorConfig> {
  const config = await readValidConfig(path, 'simulator', schema)
  const { postgres, redis } = config
  const folder = dirname(resolve(path))
  return {
    ...config,
    postgres: postgres && withPasswordFile(postgres, folder),
    redis: redis && withPasswordFile(redis, folder),
  }
}
