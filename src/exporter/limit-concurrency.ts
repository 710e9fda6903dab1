/** Runs a task once fewer than the limit run. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>

/** Lets at most so many tasks run at a time; the others wait in the order in which they came. */
export function limitConcurrency(limit: number): Limiter {
  const waiting: (() => void)[] = []
  let running = 0

  return async (task) => {
    if (running < limit) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      // The next one takes over this place, so that none can slip in between.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
