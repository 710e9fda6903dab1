import { type Duration, defineEnvironment, type EnvironmentSpec, staticTargets, type Targets } from '#belfry'

/** What this stack changes between its environments, beside what every stack can change. */
export interface DpgEnvironment extends EnvironmentSpec {
  /** Hosts whose node exporters are scraped; empty for the machine of the stack itself. */
  readonly nodes: readonly string[]
  /** Where notifications go. */
  readonly notify: 'inbox' | 'slack' | 'everywhere'
  /** How long critical groups wait for company. */
  readonly criticalGroupWait: Duration
}

/** Tables and probes of the RuVector schema that the collector looks at. */
const ruvectorCollector = {}

export const local: DpgEnvironment = defineEnvironment({
  externalLabels: { cluster: 'dpg-cluster', environment: 'local' },
  demo: true,
  prometheus: { resendDelay: '10s', retention: { time: '30d', size: '10GB' } },
  exporter: { collectors: { ruvector: ruvectorCollector } },
  nodes: [],
  notify: 'inbox',
  criticalGroupWait: '2s',
})

export const staging: DpgEnvironment = defineEnvironment({
  externalLabels: { cluster: 'dpg-cluster', environment: 'staging' },
  prometheus: { retention: { time: '15d', size: '5GB' } },
  urls: {
    prometheus: 'https://prometheus.staging.dpg.example',
    alertmanager: 'https://alertmanager.staging.dpg.example',
    grafana: 'https://grafana.staging.dpg.example',
    runbooks: 'https://runbooks.dpg.example',
  },
  postgres: { host: 'postgres.staging.dpg.example', user: 'belfry', database: 'dpg', sslmode: 'require' },
  redis: { host: 'redis.staging.dpg.example' },
  exporter: { collectors: { ruvector: ruvectorCollector } },
  nodes: ['node1.staging.dpg.example:9100'],
  notify: 'slack',
  criticalGroupWait: '5s',
})

export const production: DpgEnvironment = defineEnvironment({
  externalLabels: { cluster: 'dpg-cluster', environment: 'production' },
  prometheus: { retention: { time: '30d', size: '10GB' } },
  urls: {
    prometheus: 'https://prometheus.dpg.example',
    alertmanager: 'https://alertmanager.dpg.example',
    grafana: 'https://grafana.dpg.example',
    runbooks: 'https://runbooks.dpg.example',
  },
  postgres: { host: 'postgres.dpg.example', user: 'belfry', database: 'dpg', sslmode: 'verify-full' },
  redis: { host: 'redis.dpg.example' },
  exporter: { collectors: { ruvector: ruvectorCollector } },
  nodes: ['node1.dpg.example:9100', 'node2.dpg.example:9100', 'node3.dpg.example:9100'],
  notify: 'everywhere',
  criticalGroupWait: '5s',
})

/** The node exporters of an environment: its hosts, or the stack's own machine. */
export function nodeTargets({ nodes }: DpgEnvironment): Targets | undefined {
  return nodes.length === 0 ? undefined : staticTargets(nodes)
}
