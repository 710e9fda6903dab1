/**
 * Runs a task at once and then again at an interval after each end, so that runs never overlap.
 *
 * @param failed - told about runs that fail; the schedule goes on.
 * @returns a function that stops the schedule and waits for a run that goes on.
 */
export function schedule(
  intervalMs: number,
  task: (signal: AbortSignal) => Promise<void>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()

  const round = async (): Promise<void> => {
    try {
      await task(controller.signal)
    } catch (error) {
      if (!controller.signal.aborted) failed(error)
    }
    if (controller.signal.aborted) return
    timer = setTimeout(() => {
      running = round()
    }, intervalMs)
  }
  running = round()

  return async () => {
    controller.abort()
    clearTimeout(timer)
    await running
  }
}
