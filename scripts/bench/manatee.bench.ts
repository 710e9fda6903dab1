import { fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpServer } from '../../src/http/server.ts'
import { parseExposition, seriesValue } from '../../test/support/exposition.ts'
import { startTestExporter } from '../../test/support/start-test-exporter.ts'

const shards = 200
const collections = 21

let peers: ReturnType<typeof fork>
let url: string

beforeAll(async () => {
  // A process of its own, as the time of the status servers is not the collector's.
  peers = fork(new URL('manatee-peers.mjs', import.meta.url))
  const [port] = (await once(peers, 'message')) as [number]
  url = `http://127.0.0.1:${port}`
})
afterAll(() => void peers?.kill())

const configured = () =>
  Array.from({ length: shards }, (_, index) => ({
    name: `${index}.moray`,
    peers: [1, 2, 3].map((number) => `${url}/${index}/${number}`),
    details: { url: `${url}/${index}/details` },
  }))

test(`a collection of ${shards} shards with 3 peers each`, async () => {
  let server: HttpServer | undefined
  try {
    server = await startTestExporter({
      cacheTtl: '0s',
      collectors: { manatee: { cacheTtl: '0s', shards: configured() } },
    })
    const measured: { readonly wall: number; readonly cpu: number }[] = []
    for (let index = 0; index < collections; index++) {
      const before = process.cpuUsage()
      const families = parseExposition(await (await fetch(`${server.url}/metrics`)).text())
      const { user, system } = process.cpuUsage(before)
      expect(families.get('manatee_cluster_generation')).toHaveLength(shards)
      expect(families.get('manatee_peer_replication_state')).toHaveLength(2 * shards)
      expect(families.has('manatee_scrape_error')).toBe(false)
      const seconds = seriesValue(families, 'belfry_collector_duration_seconds', { collector: 'manatee' }) ?? 0
      measured.push({ wall: seconds * 1000, cpu: (user + system) / 1000 })
    }
    const [first, ...warm] = measured
    const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
    const told = (ms: number) => `${ms.toFixed(0)} ms`
    const walls = warm.map(({ wall }) => wall)
    console.log(
      `manatee: first ${told(first?.wall ?? 0)}, then best ${told(Math.min(...walls))}, median ${told(median(walls))}, ` +
        `worst ${told(Math.max(...walls))}; processor time first ${told(first?.cpu ?? 0)}, then median ` +
        `${told(median(warm.map(({ cpu }) => cpu)))} (aim: under 1000 ms)`,
    )
  } finally {
    await server?.stop()
  }
})
