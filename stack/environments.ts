import {
  type Duration,
  defineEnvironment,
  type EnvironmentSpec,
  engineTarget,
  engineUrl,
  staticTargets,
  type Targets,
} from '#belfry'
import { demoDatabase } from '../exporters/coordination/demo.ts'
import type { ManateeOptions } from './options/manatee.ts'

/** What this stack changes between its environments, beside what every stack can change. */
export interface DpgEnvironment extends EnvironmentSpec {
  /** Hosts whose node exporters are scraped; empty for the machine of the stack itself. */
  readonly nodes: readonly string[]
  /** The application with the orchestrator, and the path of its metrics. */
  readonly orchestrator: { readonly targets: Targets; readonly path?: string }
  /** Nodes and gates of GoVerse, where they serve metrics. */
  readonly goverse: { readonly nodeTargets: readonly Targets[]; readonly gateTargets: readonly Targets[] }
  /** Status servers that Prometheus finds itself, beside the shards that the exporter reads. */
  readonly manatee?: Partial<ManateeOptions>
  /** The processes that coordinate, and the path of their metrics. */
  readonly coordination: { readonly targets: Targets; readonly path?: string }
  /** Where notifications go. */
  readonly notify: 'inbox' | 'slack' | 'everywhere'
  /** How long critical groups wait for company. */
  readonly criticalGroupWait: Duration
}

/** Tables and probes of the RuVector schema that the collector looks at. */
const ruvectorCollector = {}
/** One of several GoVerse processes that the simulator stands for. */
const simulated = (kind: 'nodes' | 'gates', number: number, instance: string) =>
  engineTarget('simulator', { instance, __metrics_path__: `/goverse/${kind}/${number}/metrics` })
/** A Manatee shard that the simulator stands for. */
const simulatedShard = (name: string) => ({
  name,
  peers: [1, 2, 3].map((number) => engineUrl('simulator', `/manatee/${name}/peer${number}`)),
  details: { url: engineUrl('simulator', `/manatee/${name}/details`) },
})
/** A Manatee shard of three peers: their status servers, and where its cluster details are published. */
const manateeShard = (name: string, domain: string) => ({
  name: `${name}.${domain}`,
  peers: [1, 2, 3].map((number) => `manatee${number}.${name}.${domain}:5433`),
  details: { url: `http://manatee-details.${domain}/${name}.json` },
})
/** Replica sets that have to have workers. */
const orchestratorCollector = { replicaSets: ['main-projections', 'reporting'] }

export const local: DpgEnvironment = defineEnvironment({
  externalLabels: { cluster: 'dpg-cluster', environment: 'local' },
  demo: true,
  prometheus: { resendDelay: '10s', retention: { time: '30d', size: '10GB' } },
  exporter: {
    mounts: { '/prometheus': ['coordination'] },
    collectors: {
      // A demo that was just started changes fast.
      coordination: { database: demoDatabase, refreshInterval: '2s' },
      goverse: { inspector: engineUrl('simulator', '/goverse/inspector') },
      ruvector: ruvectorCollector,
      orchestrator: { ...orchestratorCollector, refreshInterval: '2s' },
      manatee: { shards: [simulatedShard('1.moray.demo.example'), simulatedShard('2.moray.demo.example')] },
    },
  },
  nodes: [],
  orchestrator: { targets: engineTarget('simulator'), path: '/orchestrator/metrics' },
  goverse: {
    nodeTargets: [
      simulated('nodes', 1, 'localhost:8080'),
      simulated('nodes', 2, 'localhost:8081'),
      simulated('nodes', 3, 'localhost:8082'),
    ],
    gateTargets: [simulated('gates', 1, 'localhost:8089'), simulated('gates', 2, 'localhost:8090')],
  },
  coordination: { targets: engineTarget('simulator'), path: '/coordination/prometheus/metrics' },
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
  exporter: {
    mounts: { '/prometheus': ['coordination'] },
    collectors: {
      coordination: {},
      goverse: { inspector: 'http://goverse-inspector.staging.dpg.example:8080' },
      ruvector: ruvectorCollector,
      orchestrator: orchestratorCollector,
      manatee: { shards: [manateeShard('1.moray', 'staging.dpg.example')] },
    },
  },
  nodes: ['node1.staging.dpg.example:9100'],
  orchestrator: { targets: staticTargets(['orchestrator1.staging.dpg.example:9090']) },
  goverse: {
    nodeTargets: [staticTargets(['goverse-node1.staging.dpg.example:8080'])],
    gateTargets: [staticTargets(['goverse-gate1.staging.dpg.example:9090'])],
  },
  coordination: { targets: staticTargets(['coordinators.staging.dpg.example:3000']) },
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
  exporter: {
    mounts: { '/prometheus': ['coordination'] },
    collectors: {
      coordination: {},
      goverse: { inspector: 'http://goverse-inspector.dpg.example:8080' },
      ruvector: ruvectorCollector,
      orchestrator: orchestratorCollector,
      manatee: { shards: [manateeShard('1.moray', 'dpg.example'), manateeShard('2.moray', 'dpg.example')] },
    },
  },
  nodes: ['node1.dpg.example:9100', 'node2.dpg.example:9100', 'node3.dpg.example:9100'],
  orchestrator: {
    targets: staticTargets(['orchestrator1.dpg.example:9090', 'orchestrator2.dpg.example:9090']),
  },
  goverse: {
    nodeTargets: [
      staticTargets([
        'goverse-node1.dpg.example:8080',
        'goverse-node2.dpg.example:8080',
        'goverse-node3.dpg.example:8080',
      ]),
    ],
    gateTargets: [staticTargets(['goverse-gate1.dpg.example:9090', 'goverse-gate2.dpg.example:9090'])],
  },
  coordination: { targets: staticTargets(['coordinators1.dpg.example:3000', 'coordinators2.dpg.example:3000']) },
  notify: 'everywhere',
  criticalGroupWait: '5s',
})

/** The node exporters of an environment: its hosts, or the stack's own machine. */
export function nodeTargets({ nodes }: DpgEnvironment): Targets | undefined {
  return nodes.length === 0 ? undefined : staticTargets(nodes)
}
