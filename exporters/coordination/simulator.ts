import { defineSimulator } from '#belfry'
import { coordinatorMetrics, Registry, timeoutHandlerMetrics } from '../../src/instrument/index.ts'
import { demoDatabase } from './demo.ts'
import { writeBadKeys } from './simulation/bad-keys.ts'
import { gatherCrowd } from './simulation/crowd.ts'
import { createMember, type Member } from './simulation/member.ts'
import { type Scenario, scenarios } from './simulation/scenarios.ts'
import { openStore } from './simulation/store.ts'

/** The swarms of the demo and the number of their coordinators. */
const swarms = { checkout: 3, search: 2, docs: 2 }
const minute = 60_000
/** How often a coordinator dies although all is well: now and then one does. */
const deathInterval = 20 * minute
/** How often the crowd beats. */
const crowdInterval = 40_000

/** Swarms of coordinators: their keys in Redis, and the endpoint of the process that coordinates them. */
export const coordinationSimulator = defineSimulator({
  name: 'coordination',
  scenarios,
  start: async ({ redis, random, now, scenario }) => {
    const store = openStore((await redis()).database(demoDatabase))
    const registry = new Registry()
    const handler = timeoutHandlerMetrics({ registry })
    const members = Object.entries(swarms).flatMap(([swarm, size]) => {
      const ids = Array.from({ length: size }, (_, n) => `coordinator-${swarm}-${n + 1}`)
      return ids.map((coordinatorId): Member => {
        const swarmId = `swarm-${swarm}`
        const metrics = coordinatorMetrics({ swarmId, coordinatorId, registry })
        const peers = ids.filter((id) => id !== coordinatorId)
        return createMember({ swarmId, coordinatorId, peers, store, metrics, handler, random })
      })
    })
    let current: Scenario | null = null
    let began = 0
    let crowded = 0
    let died = 0
    let victim = 0

    const killOne = async (time: number) => {
      died = time
      victim += 1
      await members[victim % members.length]?.die(time)
    }
    const enter = async (next: Scenario, time: number) => {
      current = next
      began = time
      crowded = 0
      await store.clear()
      for (const member of members) member.restart()
      // One death is history, as in a system that has run for a while.
      await killOne(time - 10 * minute)
      const [first, second, third] = members
      if (next === 'stuck coordinator') await first?.hang(time - 40 * minute)
      if (next === 'heartbeats missing') {
        await first?.hang(time - 10 * minute, null)
        await second?.hang(time - 10 * minute, time - 2.5 * minute)
        await third?.hang(time - 10 * minute, null)
      }
      if (next === 'bad JSON') await writeBadKeys(store)
    }

    return {
      tickMs: 1000,
      tick: async () => {
        const time = now()
        const wanted = scenario()
        if (wanted !== current) await enter(wanted, time)
        if (time - died >= (wanted === 'timeout storm' ? 2000 : deathInterval)) await killOne(time)
        if (wanted === 'many coordinators' && time - crowded >= crowdInterval) {
          crowded = time
          await gatherCrowd(store, began, time)
        }
        for (const member of members) await member.tick(time, wanted)
      },
      routes: (router) => {
        router.get('/prometheus/metrics', async (_request, response) => {
          response.type(registry.contentType).send(await registry.metrics())
        })
        router.get('/prometheus/health', (_request, response) => {
          response.json({ status: 'healthy', service: 'prometheus-metrics', timestamp: new Date().toISOString() })
        })
      },
      stop: () => store.clear(),
    }
  },
})
