import {
  type CollectorRouterOptions,
  collectorRouter,
  type RouterHandler,
} from '../../src/exporter/collector-router.ts'
import { coordinationCollector } from './collector.ts'

/**
 * The documented endpoint for an Express application that has a Redis client:
 * `app.use('/prometheus', createPrometheusRouter({ redis }))` serves `/prometheus/metrics` and `/prometheus/health`.
 */
export function createPrometheusRouter(options: CollectorRouterOptions): RouterHandler {
  return collectorRouter(coordinationCollector, 'prometheus-metrics', options)
}
