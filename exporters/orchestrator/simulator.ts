import { defineSimulator } from '#belfry'
import { orchestratorMetrics, Registry } from '../../src/instrument/index.ts'
import { createFleet } from './simulation/fleet.ts'
import { createFollower, type Follower } from './simulation/projections.ts'
import { scenarios } from './simulation/scenarios.ts'
import { openStore } from './simulation/store.ts'

/** The replica sets of the demo: their workers, and their projections with the seconds that an event takes. */
const replicaSets = [
  { replicaSet: 'main-projections', size: 3, projections: { orders: 0.004, users: 0.002, invoices: 0.009 } },
  { replicaSet: 'reporting', size: 2, projections: { revenue: 0.03 } },
]
/** Events per tick: a few more or less than these. */
const eventsPerTick = 12
const tickMs = 1000

/** An application with the orchestrator, measured by `belfry/instrument`: its tables and its `/metrics`. */
export const orchestratorSimulator = defineSimulator({
  name: 'orchestrator',
  scenarios,
  start: async ({ postgres, random, now, scenario }) => {
    const store = await openStore(await postgres())
    const registry = new Registry()
    const teams = await Promise.all(
      replicaSets.map(async ({ replicaSet, size, projections }) => {
        const metrics = orchestratorMetrics({ replicaSet, registry })
        const fleet = createFleet({ replicaSet, size, store, metrics, random })
        const followers: Follower[] = []
        for (const [name, seconds] of Object.entries(projections)) {
          followers.push(await createFollower({ name, seconds, store, metrics, random }))
        }
        return { fleet, followers }
      }),
    )
    return {
      tickMs,
      tick: async () => {
        const current = scenario()
        const newest = await store.appendEvents(Math.round(eventsPerTick * (0.5 + random())))
        for (const { fleet, followers } of teams) {
          await fleet.tick(now(), current)
          if (fleet.runs()) for (const one of followers) await one.follow(newest, current)
        }
      },
      routes: (router) => {
        router.get('/metrics', async (_request, response) => {
          if (scenario() === 'no workers') return void response.status(503).type('text/plain').send('no process\n')
          response.type(registry.contentType).send(await registry.metrics())
        })
      },
      stop: async () => {
        for (const { fleet } of teams) await fleet.stop()
      },
    }
  },
})
