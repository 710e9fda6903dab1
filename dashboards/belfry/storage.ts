import { panel, promql, row, target } from '#belfry'
import { prometheusMetrics as prom } from '../../exporters/prometheus/metrics.ts'
import { numbers, numbersBeside } from '../look.ts'

/** What Prometheus stores. */
export function storage() {
  return row(
    'Prometheus',
    [
      panel('timeseries', { title: 'Samples stored', unit: 'wps', min: 0, legend: numbers, width: 8 }, [
        target(promql`sum(rate(${prom.tsdbHeadSamplesAppendedTotal}[$__rate_interval]))`, 'samples'),
      ]),
      panel('timeseries', { title: 'Series in memory', unit: 'short', min: 0, legend: numbers, width: 8 }, [
        target(promql`sum(${prom.tsdbHeadSeries})`, 'series'),
      ]),
      panel(
        'timeseries',
        {
          title: 'Blocks on disk',
          description: 'The oldest blocks are deleted at the limit.',
          unit: 'bytes',
          min: 0,
          legend: numbers,
          width: 8,
        },
        [
          target(promql`sum(${prom.tsdbStorageBlocksBytes})`, 'blocks'),
          target(promql`sum(${prom.tsdbRetentionLimitBytes} > 0)`, 'limit'),
        ],
      ),
      panel(
        'timeseries',
        {
          title: 'Memory by job',
          description: 'Resident memory of the monitoring processes.',
          unit: 'bytes',
          min: 0,
          legend: numbersBeside,
        },
        [target(promql`sum by (job) (${prom.processResidentMemoryBytes})`, '{{job}}')],
      ),
      panel(
        'timeseries',
        { title: 'HTTP requests', unit: 'reqps', min: 0, draw: 'area', stack: 'normal', legend: numbersBeside },
        [target(promql`sum by (code) (rate(${prom.httpRequestsTotal}[$__rate_interval]))`, '{{code}}')],
      ),
    ],
    { collapsed: true },
  )
}
