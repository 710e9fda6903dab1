import type { Postgres } from './postgres.ts'
import type { Redis } from './redis.ts'
import { countKeys, infoNumber, parseRedisInfo } from './redis-info.ts'

/** Facts of a healthy service; fails when it is unhealthy. Why it failed never leaves this process. */
export type HealthCheck = (signal: AbortSignal) => Promise<Readonly<Record<string, unknown>>>

export interface CheckResult {
  readonly status: 'healthy' | 'unhealthy'
  readonly timestamp: string
  readonly [field: string]: unknown
}

export interface Health {
  readonly status: 'healthy' | 'unhealthy'
  readonly uptime_seconds: number
  readonly timestamp: string
  readonly checks: Readonly<Record<string, CheckResult>>
}

/** Runs all checks side by side, each within the time. */
export async function checkHealth(checks: Readonly<Record<string, HealthCheck>>, timeoutMs: number): Promise<Health> {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check, timeoutMs)] as const),
  )
  const healthy = entries.every(([, { status }]) => status === 'healthy')
  return { status: healthy ? 'healthy' : 'unhealthy', ...liveFields(), checks: Object.fromEntries(entries) }
}

/** What every health answer says: how long this process runs, in seconds, and when it answered. */
export function liveFields(): { uptime_seconds: number; timestamp: string } {
  return { uptime_seconds: Math.round(process.uptime() * 1000) / 1000, timestamp: new Date().toISOString() }
}

async function runCheck(check: HealthCheck, timeoutMs: number): Promise<CheckResult> {
  const signal = AbortSignal.timeout(timeoutMs)
  const late = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  try {
    const fields = await Promise.race([check(signal), late])
    return { status: 'healthy', ...fields, timestamp: new Date().toISOString() }
  } catch {
    return { status: 'unhealthy', timestamp: new Date().toISOString() }
  }
}

/** Whether PostgreSQL answers, how fast, and how many clients it has. */
export function postgresHealth(postgres: Postgres): HealthCheck {
  return async (signal) => {
    const start = performance.now()
    await postgres.query('SELECT 1', [], signal)
    const latency_ms = elapsedMs(start)
    const [connections] = await postgres.query<{ total: number; active: number; idle: number }>(
      `SELECT count(*) AS total,
              count(*) FILTER (WHERE state = 'active') AS active,
              count(*) FILTER (WHERE state = 'idle') AS idle
       FROM pg_stat_activity WHERE backend_type = 'client backend'`,
      [],
      signal,
    )
    return { latency_ms, connections }
  }
}

/** Whether Redis answers, how fast, and what it holds. */
export function redisHealth(redis: Redis): HealthCheck {
  return async (signal) => {
    const start = performance.now()
    await redis.call('PING', [], signal)
    const latency_ms = elapsedMs(start)
    const info = parseRedisInfo(String(await redis.call('INFO', [], signal)))
    const memory = {
      used_bytes: infoNumber(info, 'used_memory'),
      max_bytes: infoNumber(info, 'maxmemory'),
      fragmentation_ratio: infoNumber(info, 'mem_fragmentation_ratio'),
    }
    return { latency_ms, memory, keys: countKeys(info), clients: infoNumber(info, 'connected_clients') }
  }
}

function elapsedMs(start: number): number {
  return Math.round((performance.now() - start) * 100) / 100
}
