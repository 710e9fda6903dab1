import type { DemoRedis } from '../src/simulator/simulator.ts'

/** As much of Redis as blocking coordination uses, in memory, with keys that expire. */
export function memoryRedis(now: () => number): DemoRedis {
  const values = new Map<string, { readonly value: string | null; readonly until: number }>()
  const live = (key: string) => {
    const found = values.get(key)
    if (found !== undefined && found.until <= now()) values.delete(key)
    return values.get(key)
  }
  const commands: Readonly<Record<string, (args: readonly (string | number)[]) => unknown>> = {
    PING: () => 'PONG',
    SET: ([key, value, , seconds]) => {
      values.set(String(key), { value: String(value), until: now() + Number(seconds) * 1000 })
      return 'OK'
    },
    HSET: ([key]) => values.set(String(key), { value: null, until: Number.POSITIVE_INFINITY }),
    EXPIRE: ([key, seconds]) => values.set(String(key), { value: null, until: now() + Number(seconds) * 1000 }),
    UNLINK: (keys) => keys.filter((key) => values.delete(String(key))).length,
    MGET: (keys) => keys.map((key) => live(String(key))?.value ?? null),
    SCAN: ([, , match]) => {
      const pattern = new RegExp(`^${String(match).replaceAll('*', '[^]*')}$`)
      return ['0', [...values.keys()].filter((key) => pattern.test(key) && live(key) !== undefined)]
    },
  }
  const redis: DemoRedis = {
    call: async (command, ...args) => {
      const run = commands[command]
      if (run === undefined) throw new Error(`${command} is not known here`)
      return run(args)
    },
    database: () => redis,
  }
  return redis
}
