import type { Response, Router } from '../http/server.ts'
import { checkHealth, type Health, type HealthCheck, liveFields } from './health.ts'
import { shareResult } from './share-result.ts'

type Checks = Readonly<Record<string, HealthCheck>>

/** How long a health answer is given again, in milliseconds; health pages are asked by many. */
const healthTtlMs = 1000

/** Health of the service: all checks at `/health`, the stores at `/health/ready`, the process itself at `/health/live`. */
export function serveHealth(router: Router, checks: Checks, timeoutMs: number): void {
  const { postgres, redis } = checks
  const needed = { ...(postgres && { postgres }), ...(redis && { redis }) }
  const readiness = shareResult(() => checkHealth(needed, timeoutMs), healthTtlMs)

  serveChecks(router, '/health', checks, timeoutMs)
  router.get('/health/ready', async (_request, response) => {
    const { status, timestamp, checks: results } = await readiness()
    const ready = status === 'healthy'
    const words = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, result.status]))
    response.status(ready ? 200 : 503).json({ ready, timestamp, checks: words })
  })
  router.get('/health/live', (_request, response) => {
    response.json({ alive: true, ...liveFields() })
  })
}

/** The answers of some checks at a path. */
export function serveChecks(router: Router, path: string, checks: Checks, timeoutMs: number): void {
  const health = shareResult(() => checkHealth(checks, timeoutMs), healthTtlMs)
  router.get(path, async (_request, response) => answer(response, await health()))
}

function answer(response: Response, health: Health): void {
  response.status(health.status === 'healthy' ? 200 : 503).json(health)
}
