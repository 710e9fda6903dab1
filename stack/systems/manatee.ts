import { defineSystem, scrapeJob, type Targets } from '#belfry'
import manateeCases from '../../alerts/manatee.cases.ts'
import manateeRules from '../../alerts/manatee.ts'
import { manateeDashboard } from '../../dashboards/manatee.ts'
import { belfryMetrics } from '../../exporters/belfry/metrics.ts'
import { manateeHistory } from '../../exporters/manatee/history.ts'
import { manateeMetrics, manateeNativeMetrics, manateeStatusMetrics } from '../../exporters/manatee/metrics.ts'
import { type ManateeOptions, manateeOptions } from '../options/manatee.ts'

/**
 * Manatee, seen by Belfry's exporter: by its list of shards, in the exporter's own job, or target by target as Prometheus
 * finds them. What the status servers expose themselves can come beside it.
 */
export const manatee = defineSystem('manatee', {
  title: 'Manatee',
  description: 'Highly available PostgreSQL: cluster state, peers, replication and rebuilds of each shard.',
  options: manateeOptions,
  parts: (options) => ({
    jobs: [...nativeJobs(options), ...probeJobs(options)],
    metrics: [manateeMetrics, manateeStatusMetrics],
    documented: Object.values(manateeMetrics),
    rules: manateeRules(options),
    dashboards: [manateeDashboard(options)],
    cases: () => manateeCases(options),
    history: manateeHistory,
  }),
})

/** Names of the scrape jobs that these settings bring. */
export function manateeJobs({
  nativeTargets = [],
  probeTargets = [],
}: Partial<ManateeOptions> = {}): readonly string[] {
  const native = listOf(nativeTargets)
  return [
    ...(native.some(({ kind }) => kind !== 'triton') ? ['manatee'] : []),
    ...(native.some(({ kind }) => kind === 'triton') ? ['manatee-cmon'] : []),
    ...(listOf(probeTargets).length > 0 ? ['manatee-probe'] : []),
  ]
}

const service = { targetLabel: 'service', replacement: 'manatee' } as const

function nativeJobs({ nativeTargets, nativePath, interval }: ManateeOptions) {
  const all = listOf(nativeTargets)
  const found = all.filter((one) => one.kind === 'triton')
  const others = all.filter((one) => one.kind !== 'triton')
  const job = {
    interval,
    path: nativePath,
    metrics: [manateeNativeMetrics],
    relabel: [service],
    // A status server names its shard by the path in ZooKeeper.
    metricRelabel: [{ sourceLabels: ['shard'], regex: '.*/([^/]+)', targetLabel: 'shard', replacement: '$1' }],
  }
  const [monitor] = found
  return [
    ...(others.length > 0 ? [scrapeJob('manatee', { ...job, targets: others })] : []),
    // Triton's container monitor passes on what its containers expose, over TLS and to the same client as it lists them to.
    ...(monitor === undefined
      ? []
      : [
          scrapeJob('manatee-cmon', {
            ...job,
            targets: found,
            path: '/metrics',
            scheme: 'https',
            ...(monitor.tls === undefined ? {} : { tls: monitor.tls }),
          }),
        ]),
  ]
}

function probeJobs({ probeTargets, probeExporter, interval }: ManateeOptions) {
  const targets = listOf(probeTargets)
  if (targets.length === 0) return []
  const job = scrapeJob('manatee-probe', {
    targets,
    interval,
    path: '/probe',
    params: { collector: ['manatee'] },
    metrics: [manateeMetrics, manateeStatusMetrics, belfryMetrics],
    relabel: [
      { sourceLabels: ['__address__'], targetLabel: '__param_target' },
      // A status server does not know the name of its shard; a label of the target does.
      {
        sourceLabels: ['shard', '__address__'],
        separator: '@',
        regex: '(.+@.+)',
        targetLabel: '__param_target',
        replacement: '$1',
      },
      { sourceLabels: ['__address__'], targetLabel: 'instance' },
      // The exporter's series say the shard themselves.
      { regex: 'shard', action: 'labeldrop' },
      { targetLabel: '__address__', replacement: probeExporter },
      service,
    ],
  })
  return [job]
}

function listOf(targets: Targets | readonly Targets[]): readonly Targets[] {
  return 'kind' in targets ? [targets] : targets
}
