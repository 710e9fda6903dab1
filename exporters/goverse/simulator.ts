import { defineSimulator, type Router } from '#belfry'
import { type Cluster, createCluster } from './simulation/cluster.ts'
import { graphPage, shardsPage } from './simulation/inspector-pages.ts'
import type { Member } from './simulation/member.ts'
import { scenarios } from './simulation/scenarios.ts'

/** A GoVerse cluster: the metrics of three nodes and two gates, and the inspector's pages. */
export const goverseSimulator = defineSimulator({
  name: 'goverse',
  scenarios,
  start: ({ random, now, scenario }) => {
    const cluster = createCluster(random, now)
    return {
      routes: (router) => {
        serveMembers(router, '/nodes', cluster.nodes)
        serveMembers(router, '/gates', cluster.gates)
        serveInspector(router, cluster)
      },
      tick: async () => cluster.step(scenario()),
    }
  },
})

/** What a member serves, below its number from 1 on; a dead one answers nothing that a scraper takes. */
function serveMembers(router: Router, path: string, members: readonly Member[]): void {
  for (const [index, member] of members.entries()) {
    const at = `${path}/${index + 1}`
    router.use(at, (_request, response, next) => {
      if (member.alive) next()
      else response.status(503).end()
    })
    router.get(`${at}/metrics`, (_request, response) => {
      response.type('text/plain; version=0.0.4; charset=utf-8').send(member.meter.text())
    })
    router.get(`${at}/healthz`, (_request, response) => void response.json({ status: 'ok' }))
    router.get(`${at}/ready`, (_request, response) => void response.json({ status: 'ready' }))
  }
}

function serveInspector(router: Router, cluster: Cluster): void {
  router.get('/inspector/shards', (_request, response) => void response.json(shardsPage(cluster)))
  router.get('/inspector/graph', (_request, response) => void response.json(graphPage(cluster)))
  router.get('/inspector/healthz', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/inspector/ready', (_request, response) => void response.json({ status: 'ready' }))
}
