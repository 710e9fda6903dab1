import { talk } from './output.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs work that has to end tidily: the first signal that would end the program aborts it, and it is waited for.
 *
 * @returns `null` when it was interrupted before it had a result.
 */
export async function withInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const interrupted = new AbortController()
  const interrupt = () => {
    if (!interrupted.signal.aborted) talk('interrupted; mending what is broken')
    interrupted.abort(new Error('interrupted'))
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(interrupted.signal)
  } catch (error) {
    if (interrupted.signal.aborted) return null
    throw error
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}
