import { defineCollector, type Sample } from '#belfry'
import { bloat } from './bloat.ts'
import { database } from './database.ts'
import { freshness } from './freshness.ts'
import { ruvectorHealth } from './health.ts'
import { dpgMetrics, pgQueryMetrics, ruvectorMetrics } from './metrics.ts'
import { ruvectorOptions } from './options.ts'
import { scheduleProbes } from './probes.ts'
import { redisServer } from './redis.ts'
import { createSearchErrors } from './search-errors.ts'
import { sizes } from './sizes.ts'
import { tables } from './tables.ts'
import { vectors } from './vectors.ts'

/** Reads RuVector's PostgreSQL and Redis; one part fails without the others. */
export const ruvectorCollector = defineCollector({
  name: 'ruvector',
  metrics: [ruvectorMetrics, dpgMetrics, pgQueryMetrics],
  needs: ['postgres', 'redis'],
  options: ruvectorOptions,
  create: (setup) => {
    const { options, postgres, redis } = setup
    const errors = createSearchErrors()
    scheduleProbes(setup, errors)
    const application = (sample: Sample) =>
      sample(
        dpgMetrics.applicationInfo,
        { ...options.application, postgres_host: postgres.host, redis_host: redis.host },
        1,
      )
    return {
      parts: {
        postgres: database(postgres, application, options.expectedReplicas),
        tables: tables(postgres),
        vectors: vectors(postgres, options, errors),
        sizes: { refreshMs: options.refreshInterval, collect: sizes(postgres) },
        bloat: { refreshMs: options.refreshInterval, collect: bloat(postgres) },
        freshness: { refreshMs: options.refreshInterval, collect: freshness(postgres, options) },
        redis: redisServer(redis, application),
      },
      health: ruvectorHealth(postgres, options),
    }
  },
})
