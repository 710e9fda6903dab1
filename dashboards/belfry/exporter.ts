import { panel, promql, row, target } from '#belfry'
import { belfryMetrics as belfry, processMetrics } from '../../exporters/belfry/metrics.ts'
import { numbers, numbersBeside, red, rising, success } from '../look.ts'

/** Belfry's exporter: its collectors and its process. */
export function collectors() {
  const exporterJob = promql`group by (job, instance) (${belfry.buildInfo})`
  return row('Exporter', [
    panel('state-timeline', { title: 'Collectors', ...success, legend: { mode: 'hidden' } }, [
      target(promql`min by (collector) (${belfry.collectorSuccess})`, '{{collector}}'),
    ]),
    panel('timeseries', { title: 'Collection time', unit: 's', min: 0, legend: numbersBeside }, [
      target(promql`max by (collector) (${belfry.collectorDurationSeconds})`, '{{collector}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Errors by reason',
        description: 'Of all collectors; which of them failed shows above.',
        unit: 'ops',
        min: 0,
        draw: 'bars',
        legend: numbers,
        width: 8,
        noValue: 'none so far',
      },
      [target(promql`sum by (reason) (rate(${belfry.collectorErrorsTotal}[$__rate_interval]))`, '{{reason}}')],
    ),
    panel(
      'bargauge',
      { title: 'Time since the last success', unit: 's', min: 0, max: 300, width: 8, thresholds: rising(60, 300) },
      [
        target(
          promql`sort_desc(time() - max by (collector) (${belfry.collectorLastSuccessTimestampSeconds}))`,
          '{{collector}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Collections and dropped series',
        description: 'Scrapes that share a collection are counted once.',
        unit: 'ops',
        min: 0,
        legend: numbers,
        width: 8,
        overrides: [red('dropped')],
      },
      [
        target(promql`sum(rate(${belfry.collectionsTotal}[$__rate_interval]))`, 'collections'),
        target(promql`sum(rate(${belfry.seriesDroppedTotal}[$__rate_interval])) or vector(0)`, 'dropped'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Event loop delay p99', description: 'Of the exporter process.', unit: 's', min: 0, legend: numbers },
      [target(promql`max(${processMetrics.eventLoopLagSeconds} and on (job, instance) ${exporterJob})`, 'delay')],
    ),
    panel('timeseries', { title: 'Memory of the exporter', unit: 'bytes', min: 0, legend: numbers }, [
      target(promql`max(${processMetrics.residentMemoryBytes} and on (job, instance) ${exporterJob})`, 'resident'),
      target(promql`max(${processMetrics.heapUsedBytes} and on (job, instance) ${exporterJob})`, 'heap'),
    ]),
  ])
}
