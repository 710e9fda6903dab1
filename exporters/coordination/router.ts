import { collectorRouter } from '../../src/exporter/collector-router.ts'
import type { CollectorRouterOptions, RouterHandler } from '../../src/exporter/router-options.ts'
import { coordinationCollector } from './collector.ts'

export type { CollectorRouterOptions, RedisClient, RouterHandler } from '../../src/exporter/router-options.ts'

/**
 * The documented endpoint for an Express application that has a Redis client:
 * `app.use('/prometheus', createPrometheusRouter({ redis }))` serves `/prometheus/metrics` and `/prometheus/health`.
 */
export function createPrometheusRouter(options: CollectorRouterOptions): RouterHandler {
  return collectorRouter(coordinationCollector, 'prometheus-metrics', options)
}
