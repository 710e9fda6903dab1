import { defineSimulator } from '#belfry'
import { detailsAnswer, pingAnswer, restoreAnswer, stateAnswer } from './simulation/answers.ts'
import { nativeMetrics } from './simulation/native-metrics.ts'
import { type Answer, type Response, respond } from './simulation/respond.ts'
import { type Scenario, scenarios } from './simulation/scenarios.ts'
import { type Host, type Scene, sceneOf } from './simulation/scene.ts'

/** The shards of the demo; a scenario happens to the first. */
const shards = ['1.moray.demo.example', '2.moray.demo.example']

interface Asked {
  readonly scene: Scene
  readonly host: Host
  readonly shard: string
  readonly now: number
}

const endpoints: Readonly<Record<string, (asked: Asked) => Answer>> = {
  state: ({ scene, host }) => ({ status: 200, body: stateAnswer(scene, host) }),
  ping: ({ scene, host, now }) => pingAnswer(scene, host, now),
  restore: ({ scene, host }) => ({ status: 200, body: restoreAnswer(scene, host) }),
  metrics: ({ scene, shard }) => ({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    body: nativeMetrics(shard, detailsAnswer(scene)),
  }),
}

/** Shards of three peers: status servers at `/SHARD/peer1` to `/SHARD/peer3`, and cluster details at `/SHARD/details`. */
export const manateeSimulator = defineSimulator({
  name: 'manatee',
  scenarios,
  start: ({ scenario, now, random }) => {
    const begun = now()
    let current: Scenario = 'healthy'
    let since = begun

    const look = (index: number) => {
      const playing = index === 0 ? current : 'healthy'
      const at = now()
      const elapsed = (at - since) / 1000
      const hosts = hostsOf(index + 1)
      return { playing, hosts, scene: sceneOf(hosts, { scenario: playing, elapsed, now: at, begun, random }) }
    }
    const serveDetails = (response: Response, shard: string) => {
      const index = shards.indexOf(shard)
      if (index < 0) return respond(response, missing, 'healthy')
      const { playing, scene } = look(index)
      respond(response, { status: 200, body: detailsAnswer(scene) }, playing)
    }
    const servePeer = (response: Response, shard: string, peer: string, name: string) => {
      const index = shards.indexOf(shard)
      const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined
      if (index < 0 || endpoint === undefined) return respond(response, missing, 'healthy')
      const { playing, hosts, scene } = look(index)
      const host = hosts.find((one) => one.name === peer)
      if (host === undefined) return respond(response, missing, 'healthy')
      respond(
        response,
        endpoint({ scene, host, shard, now: now() }),
        scene.gone.includes(host) ? 'unreachable' : playing,
      )
    }
    return {
      tick: async () => {
        if (current === scenario()) return
        current = scenario()
        since = now()
      },
      routes: (router) => {
        router.get('/:shard/details', ({ params }, response) => serveDetails(response, params.shard))
        router.get('/:shard/:peer/:endpoint', ({ params }, response) =>
          servePeer(response, params.shard, params.peer, params.endpoint),
        )
      },
    }
  },
})

const missing: Answer = { status: 404, body: 'no such shard, peer or endpoint' }

function hostsOf(shard: number): readonly [Host, Host, Host] {
  const host = (number: number): Host => ({
    name: `peer${number}`,
    ip: `10.77.${shard}.${10 + number}`,
    zoneId: `${shard}0${number}9f2c4-6b1d-4f0e-9a57-0c2d7e41b0${shard}${number}`,
  })
  return [host(1), host(2), host(3)]
}
