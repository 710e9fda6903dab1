/** Seconds of each part that a PostgreSQL interval can have; months and years as `extract(epoch …)` counts them. */
const secondsOf: Readonly<Record<string, number>> = {
  years: 365.25 * 86_400,
  months: 30 * 86_400,
  days: 86_400,
  hours: 3600,
  minutes: 60,
  seconds: 1,
  milliseconds: 0.001,
}

/**
 * Seconds of an interval as PostgreSQL's client gives it: an object of those parts that are not zero.
 *
 * @returns `null` for what is no such object. An interval below zero, from a clock that is ahead, counts as zero.
 */
export function intervalSeconds(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  let sum = 0
  for (const [part, count] of Object.entries(value)) {
    const factor = Object.hasOwn(secondsOf, part) ? secondsOf[part] : undefined
    if (factor === undefined || typeof count !== 'number') return null
    sum += count * factor
  }
  if (!Number.isFinite(sum)) return null
  // The addition leaves noise behind the microseconds of PostgreSQL.
  return Math.max(0, Math.round(sum * 1e6) / 1e6)
}
