import { panel, promql, row, target } from '#belfry'
import { coordinationProcessMetrics as process } from '../../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../../stack/options/coordination.ts'
import { limits, numbers } from '../look.ts'
import { coordinators, ofBoth, ofCoordinator, statusColors } from './selectors.ts'

/** The six panels of the requirement, in its order. */
export function documented(o: CoordinationOptions) {
  return row('Coordination', [
    panel(
      'stat',
      {
        title: 'Active Blocking Coordinators',
        description: 'Coordinators that wait for others now; those that have finished are not among them.',
        unit: 'short',
        width: 6,
        height: 8,
        sparkline: true,
        colorMode: 'background',
        thresholds: [
          { value: null, color: 'green' },
          { value: o.activeWarning, color: 'yellow' },
          { value: o.activeCoordinators, color: 'red' },
        ],
      },
      [target(promql`sum(${coordinators('status="waiting",swarm_id=~"$swarm_id"')}) or vector(0)`)],
    ),
    panel(
      'timeseries',
      {
        title: 'Blocking Duration P95/P99',
        description: 'Of waits that have ended, by how they ended. One that goes on shows further below.',
        unit: 's',
        min: 0,
        width: 18,
        legend: numbers,
        thresholds: limits(o.durationSeconds),
        thresholdStyle: 'dashed',
      },
      [0.95, 0.99].map((quantile) =>
        target(
          promql`histogram_quantile(${quantile}, sum by (le, status) (rate(${process.durationSeconds.bucket}${ofBoth}[$__rate_interval]))) >= 0`,
          `p${quantile * 100} {{status}}`,
        ),
      ),
    ),
    panel(
      'timeseries',
      {
        title: 'Signal Delivery Latency P50/P95/P99',
        description: 'From sending a signal to its acknowledgement by the chosen coordinators, by type of signal.',
        unit: 's',
        min: 0,
        legend: numbers,
        thresholds: limits(o.signalSeconds),
        thresholdStyle: 'dashed',
      },
      [0.5, 0.95, 0.99].map((quantile) =>
        target(
          promql`histogram_quantile(${quantile}, sum by (le, signal_type) (rate(${process.signalLatencySeconds.bucket}{receiver_id=~"$coordinator_id"}[$__rate_interval])))`,
          `p${quantile * 100} {{signal_type}}`,
        ),
      ),
    ),
    panel(
      'timeseries',
      { title: 'Heartbeat Failures Rate', unit: 'ops', min: 0, draw: 'area', stack: 'normal', legend: numbers },
      [
        target(
          promql`sum by (failure_type) (rate(${process.heartbeatFailuresTotal}${ofCoordinator}[$__rate_interval]))`,
          '{{failure_type}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Timeout Events Rate', unit: 'ops', min: 0, draw: 'area', stack: 'normal', legend: numbers },
      [
        target(
          promql`sum by (timeout_type) (rate(${process.timeoutEventsTotal}${ofCoordinator}[$__rate_interval]))`,
          '{{timeout_type}}',
        ),
      ],
    ),
    panel(
      'piechart',
      {
        title: 'Coordinators by Status',
        description: 'Finished ones stay on record for a day.',
        unit: 'short',
        legend: { mode: 'table', placement: 'right', calculations: ['lastNotNull'] },
        overrides: statusColors,
      },
      [target(promql`sum by (status) (${coordinators('swarm_id=~"$swarm_id"')})`, '{{status}}')],
    ),
  ])
}
