import type { DrillSpec } from '../spec/drills.ts'
import { disturbs, silences, touchedBy } from './faults.ts'

/** What a drill needs for itself: engines, systems, and the alert that it expects. */
function claimsOf({ fault, harms = [], expects }: DrillSpec): readonly string[] {
  return [touchedBy(fault), ...harms, `alert ${expects.alert} ${JSON.stringify(expects.labels ?? {})}`]
}

/** Whether two drills would spoil each other. */
export function doMeet(one: DrillSpec, other: DrillSpec): boolean {
  const claims = new Set(claimsOf(one))
  return claimsOf(other).some((claim) => claims.has(claim))
}

/**
 * Runs all drills as early as they may. First those during which nobody can be told, each by itself until it has been
 * told of; it may take minutes until such an alert is over, and others need not wait for that. Then, at the same time,
 * those that do not meet. Last those that hold up the notifications of others.
 *
 * @param run - runs one; calls `told` as soon as others may begin.
 */
export async function runSchedule<R>(
  drills: readonly DrillSpec[],
  run: (drill: DrillSpec, told: () => void) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<DrillSpec, Promise<R>>()
  const begin = (drill: DrillSpec, told: () => void = () => {}): Promise<R> => {
    const result = run(drill, told)
    results.set(drill, result)
    // Its failure counts when all results are looked at.
    result.catch(() => undefined)
    return result
  }
  const silent = drills.filter(({ fault }) => silences(fault))
  const last = drills.filter(({ fault }) => disturbs(fault))
  for (const drill of silent) {
    await new Promise<void>((resolve) => {
      begin(drill, resolve).then(() => resolve(), resolve)
    })
  }
  await runApart(
    drills.filter((drill) => !silent.includes(drill) && !last.includes(drill)),
    begin,
  )
  for (const drill of last) await begin(drill).catch(() => undefined)
  return Promise.all(drills.map((drill) => results.get(drill) as Promise<R>))
}

/** Runs drills as early as no other runs that they meet. */
async function runApart<R>(drills: readonly DrillSpec[], begin: (drill: DrillSpec) => Promise<R>): Promise<void> {
  const running = new Map<DrillSpec, Promise<unknown>>()
  let waiting = drills
  while (waiting.length > 0 || running.size > 0) {
    for (const drill of waiting) {
      if ([...running.keys()].some((other) => doMeet(drill, other))) continue
      const end = begin(drill)
        .catch(() => undefined)
        .finally(() => running.delete(drill))
      running.set(drill, end)
      waiting = waiting.filter((one) => one !== drill)
    }
    await Promise.race(running.values())
  }
}
