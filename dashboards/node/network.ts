import { panel, promql, row, target } from '#belfry'
import { nodeMetrics as m } from '../../exporters/node/metrics.ts'
import type { NodeOptions } from '../../stack/options/node.ts'
import { below, limits, numbers, red } from '../look.ts'
import { interfaces } from './selectors.ts'

/** What the interfaces carry and lose. */
export function network(o: NodeOptions) {
  return row('Network', [
    panel(
      'timeseries',
      {
        title: 'Traffic',
        description: 'Received above the axis, sent below; the line is the threshold of the alert.',
        unit: 'Bps',
        legend: numbers,
        thresholds: limits(o.networkBytesRate),
        thresholdStyle: 'dashed',
        overrides: [below('/sent/')],
      },
      [
        target(
          promql`sum by (instance, device) (rate(${m.networkReceiveBytesTotal}${interfaces}[$__rate_interval]))`,
          'received {{instance}} {{device}}',
        ),
        target(
          promql`sum by (instance, device) (rate(${m.networkTransmitBytesTotal}${interfaces}[$__rate_interval]))`,
          'sent {{instance}} {{device}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Errors and drops',
        unit: 'pps',
        min: 0,
        legend: numbers,
        thresholds: limits(o.networkErrorRate),
        thresholdStyle: 'dashed',
        overrides: [red('/errors/')],
      },
      [
        target(
          promql`sum by (instance) (rate(${m.networkReceiveErrsTotal}${interfaces}[$__rate_interval]) + rate(${m.networkTransmitErrsTotal}${interfaces}[$__rate_interval]))`,
          'errors {{instance}}',
        ),
        target(
          promql`sum by (instance) (rate(${m.networkReceiveDropTotal}${interfaces}[$__rate_interval]) + rate(${m.networkTransmitDropTotal}${interfaces}[$__rate_interval]))`,
          'drops {{instance}}',
        ),
      ],
    ),
  ])
}
