import { defineCollector } from '#belfry'
import { orchestratorState, projectionState } from './metrics.ts'
import { orchestratorOptions } from './options.ts'
import { projections } from './projections.ts'
import { replicaSets } from './replica-sets.ts'
import { workers } from './workers.ts'

/** Reads the orchestrator's tables, which know what no process of it tells. */
export const orchestratorCollector = defineCollector({
  name: 'orchestrator',
  metrics: [orchestratorState, projectionState],
  needs: ['postgres'],
  options: orchestratorOptions,
  create: ({ options, postgres: server }) => {
    const { database, refreshInterval: refreshMs } = options
    const postgres = database === undefined ? server : server.database(database)
    return {
      parts: {
        replica_sets: { refreshMs, collect: replicaSets(postgres, options) },
        workers: { refreshMs, collect: workers(postgres, options) },
        ...(options.projections ? { projections: { refreshMs, collect: projections(postgres, options) } } : {}),
      },
    }
  },
})
