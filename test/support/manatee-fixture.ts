import type { scenarios } from '../../exporters/manatee/simulation/scenarios.ts'
import { manateeSimulator } from '../../exporters/manatee/simulator.ts'
import { createLog } from '../../src/http/log.ts'
import type { HttpServer } from '../../src/http/server.ts'
import { startSimulators } from '../../src/simulator/start-simulators.ts'
import { playScenario } from './play-scenario.ts'
import { startTestExporter } from './start-test-exporter.ts'

/** The simulated shards; scenarios happen to the first. */
export const shards = ['1.moray.demo.example', '2.moray.demo.example'] as const

/** Simulated shards, and an exporter that reads them anew for each scrape and soon gives up. */
export interface ManateeFixture {
  readonly exporter: HttpServer
  /** Status servers of a shard. */
  peersOf(shard: string): readonly string[]
  play(scenario: keyof typeof scenarios): Promise<void>
  stop(): Promise<void>
}

export async function manateeFixture(): Promise<ManateeFixture> {
  const log = createLog('test', { level: 'silent' })
  const simulator = await startSimulators({ listen: { host: '127.0.0.1', port: 0 } }, [manateeSimulator], { log })
  const at = (path: string) => `${simulator.url}/manatee/${path}`
  const peersOf = (shard: string) => [1, 2, 3].map((number) => at(`${shard}/peer${number}`))
  const exporter = await startTestExporter({
    cacheTtl: '0s',
    collectors: {
      manatee: {
        cacheTtl: '0s',
        timeout: '300ms',
        details: { timeout: '300ms' },
        shards: shards.map((name) => ({ name, peers: peersOf(name), details: { url: at(`${name}/details`) } })),
      },
    },
  })
  return {
    exporter,
    peersOf,
    play: (scenario) => playScenario(simulator.url, 'manatee', scenario),
    stop: async () => {
      await exporter.stop()
      await simulator.stop()
    },
  }
}
