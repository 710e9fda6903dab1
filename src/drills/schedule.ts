import type { DrillSpec } from '../spec/drills.ts'
import { silences, touchedBy } from './faults.ts'

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
 * Runs all drills as early as they may: those that do not meet at the same time; those during which nobody can be told
 * first, each by itself until it has been told of.
 *
 * @param run - runs one; calls `told` as soon as others may begin. Never fails.
 */
export async function runSchedule<R>(
  drills: readonly DrillSpec[],
  run: (drill: DrillSpec, told: () => void) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<DrillSpec, Promise<R>>()
  const running = new Set<DrillSpec>()
  const begin = (drill: DrillSpec, told: () => void = () => {}): Promise<R> => {
    running.add(drill)
    const result = run(drill, told).finally(() => running.delete(drill))
    results.set(drill, result)
    return result
  }
  for (const drill of drills.filter(({ fault }) => silences(fault))) {
    await new Promise<void>((resolve, reject) => {
      begin(drill, resolve).then(() => resolve(), reject)
    })
  }
  let waiting = drills.filter((drill) => !results.has(drill))
  while (waiting.length > 0) {
    for (const drill of waiting)
      if (![...running].some((other) => doMeet(drill, other))) void begin(drill).catch(() => {})
    waiting = waiting.filter((drill) => !results.has(drill))
    if (waiting.length > 0) await Promise.race([...running].map((drill) => results.get(drill)))
  }
  return Promise.all(drills.map((drill) => results.get(drill) as Promise<R>))
}
