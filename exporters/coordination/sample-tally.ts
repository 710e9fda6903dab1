import type { MetricFamily, Sample } from '#belfry'
import type { Escalations } from './escalations.ts'
import { createLabelSlots, cutName } from './label-slots.ts'
import { coordinatorStates, heartbeatHealth, keyKinds, coordinationMetrics as metrics } from './metrics.ts'
import type { CoordinationOptions } from './options.ts'
import type { Aged, Tally } from './tally.ts'

/** What a collection found, as a whole. */
export interface Found {
  readonly tally: Tally
  readonly escalations: Escalations
  /** Escalations that were put on record since the collector began to watch. */
  readonly escalationsTotal: number
}

/** Turns findings into series, as many as the limits allow; what is over a limit is added up under `other`. */
export function createSampler(options: CoordinationOptions): (sample: Sample, found: Found) => void {
  const swarmSlots = createLabelSlots(options.maxSwarms)
  const phaseSlots = createLabelSlots(options.maxPhases)

  return (sample, { tally, escalations, escalationsTotal }) => {
    const groups = [...tally.groups.values()]
    const escalated = [...escalations.values.values()]
    const swarmOf = swarmSlots(
      countBy([...groups, ...escalated.map(({ swarm }) => ({ swarm, count: 1 }))], ({ swarm }) => swarm),
    )
    const phaseOf = phaseSlots(countBy(groups, ({ phase }) => phase))
    const place = ({ swarm, phase }: { readonly swarm: string; readonly phase: string }) => ({
      swarm_id: swarmOf(swarm),
      phase: phaseOf(phase),
    })

    for (const status of coordinatorStates) sample(metrics.coordinatorsTotal, { swarm_id: '', phase: '', status }, 0)
    sampleAll(
      sample,
      metrics.coordinatorsTotal,
      groups.map((group) => ({ labels: { ...place(group), status: group.status }, value: group.count })),
      (a, b) => a + b,
    )
    sampleAll(
      sample,
      metrics.oldestWaitSeconds,
      tally.waits.map((wait) => ({ labels: place(wait), value: wait.age })),
      Math.max,
    )
    const oldest = (family: MetricFamily<'swarm_id' | 'coordinator_id' | 'phase'>, list: readonly Aged[]) =>
      sampleAll(
        sample,
        family,
        longest(list, options.maxCoordinators).map((one) => ({
          labels: { ...place(one), coordinator_id: cutName(one.coordinator) },
          value: one.age,
        })),
        Math.max,
      )
    oldest(metrics.coordinatorWaitSeconds, tally.waits)
    oldest(metrics.heartbeatAgeSeconds, tally.heartbeats)
    oldest(metrics.activityAgeSeconds, tally.activities)

    for (const health of heartbeatHealth) sample(metrics.heartbeats, { health }, tally.health[health])
    for (const [swarm_id, count] of countBy(
      escalated.map(({ swarm }) => ({ swarm: swarmOf(swarm), count: 1 })),
      ({ swarm }) => swarm,
    ))
      sample(metrics.escalatedCoordinators, { swarm_id }, count)
    sample(metrics.escalationsTotal, {}, escalationsTotal)
    const unreadable = { ...tally.unreadable, escalation: escalations.unreadable }
    for (const kind of keyKinds) sample(metrics.unreadableKeys, { kind }, unreadable[kind])
  }
}

function countBy<T extends { readonly count: number }>(
  list: readonly T[],
  nameOf: (one: T) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of list) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + one.count)
  return counts
}

/** Samples values; those whose labels have become the same are put together. */
function sampleAll<L extends string>(
  sample: Sample,
  family: MetricFamily<L>,
  list: readonly { readonly labels: Readonly<Record<L, string>>; readonly value: number }[],
  together: (a: number, b: number) => number,
): void {
  const merged = new Map<string, { readonly labels: Readonly<Record<L, string>>; value: number }>()
  for (const { labels, value } of list) {
    const key = family.labels.map((name) => labels[name]).join('\0')
    const same = merged.get(key)
    if (same === undefined) merged.set(key, { labels, value })
    else same.value = together(same.value, value)
  }
  for (const { labels, value } of merged.values()) sample(family, labels as never, value)
}

/** Those with the highest ages; numbers alone sort far faster than what they belong to. */
function longest(list: readonly Aged[], limit: number): readonly Aged[] {
  if (list.length <= limit) return list
  const least = Float64Array.from(list, ({ age }) => age).sort()[list.length - limit] ?? 0
  return list.filter(({ age }) => age >= least).slice(0, limit)
}
