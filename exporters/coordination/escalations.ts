import type { Redis } from '#belfry'
import { readValues } from './read-values.ts'
import { type EscalationValue, readEscalation } from './values.ts'

/** The escalations on record now. */
export interface Escalations {
  /** By key. */
  readonly values: ReadonlyMap<string, EscalationValue>
  readonly unreadable: number
}

/** Escalations while they are read. */
export interface FoundEscalations {
  readonly values: Map<string, EscalationValue>
  unreadable: number
}

/** Reads the escalations of some keys into those that are known already. */
export async function readEscalations(
  redis: Redis,
  keys: readonly string[],
  found: FoundEscalations,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, text] of (await readValues(redis, keys, signal)).entries()) {
    const key = keys[index]
    if (key === undefined || text === null) continue
    const value = readEscalation(text)
    if (value === null) found.unreadable += 1
    else found.values.set(key, value)
  }
}

/** Counts escalations as they appear. Those that are there when the first look is taken are history. */
export function countEscalations(): (now: Escalations) => number {
  let known: Escalations['values'] | null = null
  let total = 0
  return ({ values }) => {
    if (known !== null) {
      for (const [key, { timestamp }] of values) {
        const before = known.get(key)
        // The same coordinator may be given up again before the record of the last time is gone.
        if (before === undefined || before.timestamp !== timestamp) total += 1
      }
    }
    known = values
    return total
  }
}
