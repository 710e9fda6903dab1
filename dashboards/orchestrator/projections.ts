import { panel, promql, row, target } from '#belfry'
import { projectionState as state } from '../../exporters/orchestrator/metrics.ts'
import { numbers } from '../look.ts'
import { chosenProjections } from './selectors.ts'

const byProjection = '{{projection}}'

export function projections() {
  return row('Projections', [
    panel(
      'timeseries',
      {
        title: 'Events behind',
        description: 'Positions between a projection and the newest event.',
        unit: 'short',
        min: 0,
        legend: numbers,
      },
      [target(promql`max by (projection) (${state.projectionLagEvents}{${chosenProjections}})`, byProjection)],
    ),
    panel(
      'timeseries',
      {
        title: 'Progress by checkpoint',
        description: 'Events per second by which each projection moves on, and by which the event store grows.',
        unit: 'ops',
        legend: numbers,
      },
      [
        target(
          promql`max by (projection) (deriv(${state.projectionPosition}{${chosenProjections}}[5m]))`,
          byProjection,
        ),
        target(promql`max(deriv(${state.eventStorePosition}[5m]))`, 'new events'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Time since the last checkpoint',
        description: 'Grows as well while there is nothing to process.',
        unit: 's',
        min: 0,
        legend: numbers,
        width: 16,
      },
      [
        target(
          promql`time() - max by (projection) (${state.projectionUpdatedTimestampSeconds}{${chosenProjections}})`,
          byProjection,
        ),
      ],
    ),
    panel(
      'stat',
      { title: 'Newest event', description: 'Its position in the event store.', unit: 'short', width: 8, height: 8 },
      [target(promql`max(${state.eventStorePosition})`)],
    ),
  ])
}
