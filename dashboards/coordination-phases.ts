import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { coordinationMetrics as state } from '../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../stack/options/coordination.ts'
import { comparison, third } from './coordination/comparison.ts'
import { coordinators, statusColors } from './coordination/selectors.ts'
import { limits, numbers, numbersBeside, ratio } from './look.ts'
import { valuesOf } from './variables.ts'

const finished = coordinators('status=~"complete|failed|timeout",phase!=""')
const ofPhase = '{phase=~"$phase"}'

/** One phase beside the others, and the swarms that are in it. The processes' own histograms know no phase. */
export function phaseDashboard(o: CoordinationOptions): DashboardSpec {
  return dashboard('coordination-phases', {
    title: 'Coordination by phase',
    description: 'In which phase coordinators wait, and which swarms are in it.',
    refresh: '10s',
    variables: [valuesOf('phase', 'Phase', state.coordinatorsTotal)],
    rows: [comparison('All phases', 'phase', o, failures()), phase(o)],
  })
}

function failures() {
  return panel(
    'bargauge',
    {
      title: 'Failed or timed out',
      description: 'Share of the coordinators on record that have finished, by phase.',
      ...third,
      ...ratio,
      noValue: 'none finished',
    },
    [
      target(
        promql`
            (
              sum by (phase) (${coordinators('status=~"failed|timeout",phase!=""')})
              or 0 * sum by (phase) (${finished})
            ) / sum by (phase) (${finished})`,
        '{{phase}}',
      ),
    ],
  )
}

function phase(o: CoordinationOptions) {
  const lines = { unit: 's', min: 0, legend: numbersBeside, thresholdStyle: 'dashed' } as const
  return row('Phase $phase', [
    panel(
      'timeseries',
      { title: 'Coordinators by status', unit: 'short', min: 0, legend: numbersBeside, overrides: statusColors },
      [target(promql`sum by (status) (${coordinators('phase=~"$phase"')})`, '{{status}}')],
    ),
    panel(
      'timeseries',
      { title: 'Waiting coordinators by swarm', unit: 'short', min: 0, draw: 'area', stack: 'normal', legend: numbers },
      [
        target(
          promql`sum by (swarm_id) (${coordinators('status="waiting",phase=~"$phase",swarm_id!=""')})`,
          '{{swarm_id}}',
        ),
      ],
    ),
    panel('timeseries', { title: 'Longest wait by swarm', ...lines, thresholds: limits(o.stuckSeconds) }, [
      target(promql`max by (swarm_id) (${state.oldestWaitSeconds}${ofPhase})`, '{{swarm_id}}'),
    ]),
    panel('timeseries', { title: 'Oldest heartbeat by swarm', ...lines, thresholds: limits(60, 120) }, [
      target(promql`max by (swarm_id) (${state.heartbeatAgeSeconds}${ofPhase})`, '{{swarm_id}}'),
    ]),
  ])
}
