import { panel, promql, row, target } from '#belfry'
import { coordinationMetrics as state } from '../../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../../stack/options/coordination.ts'
import { rising } from '../look.ts'
import { coordinators } from './selectors.ts'

/** How wide and high the panels of the row are. */
export const third = { width: 8, height: 5, min: 0 } as const

/**
 * All swarms, or all phases, side by side: who waits, and for how long.
 *
 * @param label - what they are told apart by.
 * @param last - what is compared beside that.
 */
export function comparison(
  title: string,
  label: 'swarm_id' | 'phase',
  o: CoordinationOptions,
  last: ReturnType<typeof panel>,
) {
  const byLabel = `{{${label}}}`
  return row(title, [
    panel('bargauge', { title: 'Waiting coordinators', unit: 'short', ...third, noValue: 'nobody waits' }, [
      target(promql`topk(10, sum by (${label}) (${coordinators(`status="waiting",${label}!=""`)}))`, byLabel),
    ]),
    panel(
      'bargauge',
      {
        title: 'Longest wait',
        unit: 's',
        ...third,
        max: o.stuckSeconds,
        thresholds: rising(o.durationSeconds, o.stuckSeconds),
        noValue: 'nobody waits',
      },
      [target(promql`topk(10, max by (${label}) (${state.oldestWaitSeconds}))`, byLabel)],
    ),
    last,
  ])
}
