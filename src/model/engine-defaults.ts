import type { EngineName } from '../spec/engine-name.ts'

export interface EngineDefaults {
  readonly image: string
  readonly version: string
  /** Tag of the image for a version. */
  readonly tag: (version: string) => string
  /** Port inside the container and, unless changed, on the host. */
  readonly port: number
  /** Memory limits of the requirement: 512 + 512 + 256, and 256 MiB for all exporters together. */
  readonly memoryMiB: number
  /** Whether it only serves the demo. */
  readonly demo: boolean
}

const v = (version: string): string => `v${version}`
const plain = (version: string): string => version
const alpine = (version: string): string => `${version}-alpine`

/** Pinned versions, images and sizes. */
export const engineDefaults: Readonly<Record<EngineName, EngineDefaults>> = {
  prometheus: { image: 'prom/prometheus', version: '3.5.0', tag: v, port: 9090, memoryMiB: 512, demo: false },
  alertmanager: { image: 'prom/alertmanager', version: '0.28.1', tag: v, port: 9093, memoryMiB: 256, demo: false },
  grafana: { image: 'grafana/grafana', version: '12.0.2', tag: plain, port: 3000, memoryMiB: 512, demo: false },
  'node-exporter': { image: 'prom/node-exporter', version: '1.9.1', tag: v, port: 9100, memoryMiB: 40, demo: false },
  'postgres-exporter': {
    image: 'quay.io/prometheuscommunity/postgres-exporter',
    version: '0.17.1',
    tag: v,
    port: 9187,
    memoryMiB: 48,
    demo: false,
  },
  'redis-exporter': {
    image: 'oliver006/redis_exporter',
    version: '1.74.0',
    tag: (version) => `v${version}-alpine`,
    port: 9121,
    memoryMiB: 40,
    demo: false,
  },
  exporter: { image: 'belfry', version: '0.1.0', tag: plain, port: 9999, memoryMiB: 128, demo: false },
  console: { image: 'belfry', version: '0.1.0', tag: plain, port: 9095, memoryMiB: 128, demo: true },
  simulator: { image: 'belfry', version: '0.1.0', tag: plain, port: 9096, memoryMiB: 128, demo: true },
  postgres: { image: 'postgres', version: '15.13', tag: alpine, port: 5432, memoryMiB: 256, demo: true },
  redis: { image: 'redis', version: '7.4.4', tag: alpine, port: 6379, memoryMiB: 64, demo: true },
}
