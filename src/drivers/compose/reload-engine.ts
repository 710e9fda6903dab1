import { BelfryError } from '../../errors/belfry-error.ts'
import type { ComposeContext } from './compose-context.ts'
import type { ConfigReader } from './config-readers.ts'

/** How long an engine may take to read its configuration, in milliseconds. */
const patience = 30_000

/**
 * Lets an engine that runs read its configuration again.
 *
 * @throws BelfryError ENGINE_FAILED when it refuses it; it goes on with the old one then.
 */
export async function reloadEngine(
  { docker, containers }: ComposeContext,
  { engine, how }: ConfigReader,
  signal: AbortSignal,
): Promise<void> {
  const { id, url } = await containers.need(engine)
  if (how === 'restart') return docker.restart(id)
  const response = await fetch(`${url}/-/reload`, {
    method: 'POST',
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new BelfryError('ENGINE_FAILED', `${engine} does not answer at ${url}`, { cause })
  })
  const text = await response.text()
  if (response.ok) return
  throw new BelfryError('ENGINE_FAILED', `${engine} refuses its new configuration: ${text.trim()}`, {
    hint: 'It goes on with the one before.',
  })
}
