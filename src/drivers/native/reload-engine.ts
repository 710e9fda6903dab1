import { BelfryError } from '../../errors/belfry-error.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import { logPath } from './state-paths.ts'

/** @throws BelfryError ENGINE_FAILED when the engine refuses its configuration; it goes on with the old one. */
export async function reloadEngine(
  stateDir: string,
  engine: EngineName,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(30_000)])
  const refuse = (reason: string, cause?: unknown): BelfryError =>
    new BelfryError('ENGINE_FAILED', `${engine} did not take its new configuration: ${reason}`, {
      hint: `It goes on with the one before. Its log is ${logPath(stateDir, engine)}.`,
      cause,
    })
  const response = await fetch(url, { method: 'POST', signal: limit }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw refuse('it does not answer', cause)
  })
  const text = (await response.text()).trim()
  if (!response.ok) throw refuse(text)
}
