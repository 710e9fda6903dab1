import { openPostgres } from '../exporter/postgres.ts'
import { openRedis, type Redis } from '../exporter/redis.ts'
import type { SimulatorConfig } from './config.ts'
import type { DemoPostgres, DemoRedis } from './simulator.ts'

/** The stores that simulators fill, connected on first use. */
export interface DemoStores {
  postgres(): Promise<DemoPostgres>
  redis(): Promise<DemoRedis>
  close(): Promise<void>
}

/** How long connecting and each statement may take, in milliseconds. */
const timeoutMs = 10_000

/** Opens the stores; one that does not answer yet fails the call, which is then tried again. */
export function openStores(config: SimulatorConfig): DemoStores {
  const pool = config.postgres && openPostgres({ ...config.postgres, readOnly: false }, timeoutMs)
  const client = config.redis && openRedis(config.redis, timeoutMs)
  const signal = () => AbortSignal.timeout(timeoutMs)
  return {
    postgres: async () => {
      if (pool === undefined) throw new Error('the configuration names no PostgreSQL')
      await pool.query('SELECT 1', [], signal())
      return { query: async (text, values = []) => pool.query(text, values, signal()) }
    },
    redis: async () => {
      if (client === undefined) throw new Error('the configuration names no Redis')
      await client.call('PING', [], signal())
      return demoRedis(client)
    },
    close: async () => {
      await Promise.all([pool?.close(), client?.close()])
    },
  }
}

function demoRedis(client: Redis): DemoRedis {
  return {
    call: (command, ...args) => client.call(command, args, AbortSignal.timeout(timeoutMs)),
    database: (index) => demoRedis(client.database(index)),
  }
}
