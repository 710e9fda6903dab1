import { Interrupted } from './report-error.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs work that has to end tidily: a signal that would end the program aborts it, and it is waited for.
 *
 * @throws Interrupted when it was aborted before it had a result.
 */
export async function withInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort(new Interrupted())
  // Not once: what runs programs ends the process itself when nobody else listens.
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(interrupted.signal)
  } catch (error) {
    throw interrupted.signal.aborted ? interrupted.signal.reason : error
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}
