import { defineSystem, scrapeJob } from '#belfry'
import redisCases from '../../alerts/redis.cases.ts'
import redisRules from '../../alerts/redis.ts'
import { redisDashboard } from '../../dashboards/redis.ts'
import { redisHistory } from '../../exporters/redis/history.ts'
import { redisMetrics } from '../../exporters/redis/metrics.ts'
import { redisOptions } from '../options/redis.ts'

/** Redis, seen by the stock exporter. */
export const redis = defineSystem('redis', {
  title: 'Redis',
  description: 'Memory, hit rate, clients, slow commands and persistence of the cache.',
  options: redisOptions,
  parts: (options) => ({
    jobs: [
      scrapeJob('redis', {
        targets: options.targets,
        interval: options.interval,
        metrics: [redisMetrics],
        relabel: [{ targetLabel: 'service', replacement: 'redis' }],
      }),
    ],
    rules: redisRules(options),
    dashboards: [redisDashboard(options)],
    cases: () => redisCases(options),
    history: redisHistory,
  }),
})
