/**
 * Lets callers that come while a run goes on share it, and those that come soon after have its result again.
 *
 * @param ttlMs - how long a result is served again, counted from its arrival; 0 shares running ones only. A function
 * decides for each result.
 * @param now - a clock in milliseconds. @default performance.now
 */
export function shareResult<T>(
  run: () => Promise<T>,
  ttlMs: number | ((value: T) => number),
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let flight: Promise<T> | null = null
  let kept: { readonly value: T; readonly until: number } | null = null

  async function fly(): Promise<T> {
    try {
      const value = await run()
      kept = { value, until: now() + (typeof ttlMs === 'function' ? ttlMs(value) : ttlMs) }
      return value
    } finally {
      flight = null
    }
  }

  return () => {
    if (kept !== null && now() < kept.until) return Promise.resolve(kept.value)
    flight ??= fly()
    return flight
  }
}
