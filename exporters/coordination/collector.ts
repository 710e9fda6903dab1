import { type CollectorSetup, defineCollector } from '#belfry'
import { countEscalations } from './escalations.ts'
import { coordinationMetrics } from './metrics.ts'
import { type CoordinationOptions, coordinationOptions } from './options.ts'
import { readStates } from './read-states.ts'
import { createSampler } from './sample-tally.ts'

/** Reads the state that coordinators keep in Redis, and never a key that has nothing to do with them. */
export const coordinationCollector = defineCollector({
  name: 'coordination',
  metrics: [coordinationMetrics],
  needs: ['redis'],
  options: coordinationOptions,
  create: (setup: CollectorSetup<CoordinationOptions>) => {
    const { options } = setup
    const server = options.redis === undefined ? setup.redis : setup.openRedis(options.redis)
    const redis = options.database === 0 ? server : server.database(options.database)
    const sampleFound = createSampler(options)
    const count = countEscalations()
    return {
      parts: {
        '': {
          refreshMs: options.refreshInterval,
          collect: async ({ sample, signal }) => {
            const now = Date.now()
            const { tally, escalations } = await readStates(redis, { ...options, now }, signal)
            sampleFound(sample, { tally, escalations, escalationsTotal: count(escalations) })
          },
        },
      },
      health: async (signal) => {
        await redis.call('PING', [], signal)
        return { database: options.database }
      },
    }
  },
})
