import { cases, changes, example, fires, given, perSecond, quiet, stale } from '#belfry'
import { alertmanagerMetrics as alertmanager } from '../exporters/alertmanager/metrics.ts'
import { belfryMetrics as belfry } from '../exporters/belfry/metrics.ts'
import { prometheusMetrics as prometheus } from '../exporters/prometheus/metrics.ts'
import type { BelfryOptions } from '../stack/options/belfry.ts'
import alertingCases from './belfry-alerting.cases.ts'

const one = { instance: 'one:9090' } as const
const two = { instance: 'two:9090' } as const
const cache = { job: 'redis', instance: 'cache:9121', service: 'redis' } as const
const queue = { job: 'redis', instance: 'queue:9121', service: 'redis' } as const
const exporter = { instance: 'exporter:9999' } as const

const reloadFailed = (job: string, instance: string) => ({
  labels: { job, instance, service: job },
  summary: `The configuration of ${instance} could not be loaded`,
  description: `The ${job} at ${instance} still runs its former configuration.`,
})

export default cases((o: BelfryOptions) => [
  example('Watchdog', 'fires whatever happens', {
    given: [],
    expect: [
      fires(['0s', '1m', '1h'], {
        summary: 'The alerting path is alive',
        description: 'This alert always fires. When its notifications stop, nothing else is notified either.',
      }),
    ],
  }),

  example('TargetDown', 'fires for the target that stays away, and stops when it is back', {
    given: [
      given('up', cache, changes({ '0s': 1, '1m': 0, '5m': 1 })),
      given('up', queue, changes({ '0s': 1, '1m': 0, '1m15s': 1 })),
    ],
    expect: [
      quiet('1m', '1m20s'),
      fires(['1m30s', '5m'], {
        labels: cache,
        summary: 'Target cache:9121 of job redis is down',
        description: 'Prometheus cannot scrape cache:9121; what it watches is out of sight.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('TargetDown', 'one failed scrape is no outage', {
    given: [given('up', cache, changes({ '0s': 1, '1m': 0, '1m15s': 1 }))],
    expect: [quiet('1m10s', '1m20s', '1m30s', '5m')],
  }),

  example('TargetsMissing', 'each job is missed by its name, until it has a target again', {
    given: o.jobs.map((job) => given('up', { job, instance: 'a:80' }, changes({ '0s': 1, '1m': stale, '10m': 0 }))),
    expect: [
      quiet('1m', '3m'),
      fires(
        ['3m10s', '10m'],
        ...o.jobs.map((job) => ({
          labels: { job },
          summary: `Job ${job} has no target`,
          description: `Prometheus knows no target of the job ${job}, so none of its alerts can fire.`,
        })),
      ),
      quiet('10m10s'),
    ],
  }),
  example('TargetsMissing', 'a target that is down is known', {
    given: o.jobs.map((job) => given('up', { job, instance: 'a:80' }, 0)),
    expect: [quiet('10m')],
  }),

  ...alertingCases(o),

  example('ConfigReloadFailed', 'fires for whoever refused its configuration, until it takes one', {
    given: [
      given(prometheus.configLastReloadSuccessful, one, changes({ '0s': 1, '1m': 0, '5m': 1 })),
      given(prometheus.configLastReloadSuccessful, two, 1),
      given(alertmanager.configLastReloadSuccessful, { instance: 'am:9093' }, changes({ '0s': 1, '2m': 0, '5m': 1 })),
    ],
    expect: [
      quiet('2m'),
      fires('2m10s', reloadFailed('prometheus', 'one:9090')),
      quiet('5m10s'),
      fires('5m', reloadFailed('prometheus', 'one:9090'), reloadFailed('alertmanager', 'am:9093')),
    ],
  }),
  example('ConfigReloadFailed', 'a fault that is mended at once is no news', {
    given: [given(prometheus.configLastReloadSuccessful, one, changes({ '0s': 1, '1m': 0, '1m45s': 1 }))],
    expect: [quiet('1m50s', '2m10s', '5m')],
  }),

  example('CollectorFailing', 'fires for the collector that fails, until it succeeds', {
    given: [
      given(belfry.collectorSuccess, { ...exporter, collector: 'manatee' }, changes({ '0s': 1, '1m': 0, '5m': 1 })),
      given(belfry.collectorSuccess, { ...exporter, collector: 'goverse' }, 1),
    ],
    expect: [
      quiet('1m', '2m'),
      fires(['2m10s', '5m'], {
        labels: { collector: 'manatee' },
        summary: 'Collector manatee of exporter:9999 fails',
        description: 'The metrics of manatee are missing; alerts that need them cannot fire.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('CollectorFailing', 'one failed run is made up for', {
    given: [
      given(belfry.collectorSuccess, { ...exporter, collector: 'manatee' }, changes({ '0s': 1, '1m': 0, '1m45s': 1 })),
    ],
    expect: [quiet('1m50s', '2m10s', '5m')],
  }),

  example('CollectorSeriesDropped', 'fires for the family that is full, and counts on after a restart', {
    given: [
      given(belfry.seriesDroppedTotal, { ...exporter, family: 'a' }, changes({ '0s': 4, '20m': 64 })),
      given(belfry.seriesDroppedTotal, { ...exporter, family: 'b' }, changes({ '0s': 40, '60m': perSecond(0.001, 0) })),
    ],
    expect: [
      quiet('20m', '21m'),
      fires(['21m10s', '34m40s'], {
        labels: { family: 'a' },
        summary: 'The exporter exporter:9999 leaves out series of a',
        description: 'The family is full; series left out in the last 15 minutes: 61.',
      }),
      quiet('35m20s', '59m'),
      fires('74m', {
        labels: { family: 'b' },
        summary: 'The exporter exporter:9999 leaves out series of b',
        description: 'The family is full; series left out in the last 15 minutes: 1.',
      }),
    ],
  }),
  example('CollectorSeriesDropped', 'what was left out long ago is past', {
    given: [given(belfry.seriesDroppedTotal, { ...exporter, family: 'a' }, 9)],
    expect: [quiet('20m')],
  }),
])
