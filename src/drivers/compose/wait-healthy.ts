import { setTimeout as sleep } from 'node:timers/promises'
import { BelfryError } from '../../errors/belfry-error.ts'
import type { ComposeContext } from './compose-context.ts'
import { DependencyUnhealthy } from './compose-failure.ts'
import type { Container } from './docker-engine.ts'
import { lastLines } from './logs.ts'

/** How long containers may take to be healthy, in milliseconds; a long write-ahead log takes a while. */
const patience = 300_000
/** How long an unhealthy container may take to recover, in milliseconds: a few checks. */
const grace = 15_000

/**
 * Waits for the health checks of some engines.
 *
 * @throws BelfryError NOT_READY with what the culprit logged last.
 */
export async function waitUntilHealthy(
  context: ComposeContext,
  names: readonly string[],
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = Date.now()
  for (;;) {
    const found = await context.containers.all()
    const waiting = names.filter((name) => !isHealthy(found.get(name)))
    if (waiting.length === 0) return
    const failed = waiting
      .map((name) => found.get(name))
      .find((one) => one !== undefined && hasFailed(one, Date.now() - began))
    if (failed !== undefined) throw await notReady(context, failed)
    const list = waiting.join(', ')
    if (Date.now() - began > patience)
      throw new BelfryError('NOT_READY', `not healthy after ${patience / 1000} s: ${list}`)
    report(`waiting for ${list}`)
    await sleep(500, undefined, { signal })
  }
}

function isHealthy(container: Container | undefined): boolean {
  return container?.state === 'running' && (container.health === 'healthy' || container.health === 'none')
}

/** A verdict may date from before the wait, such as from a pause; a later check may take it back. */
function hasFailed({ state, health, exitCode }: Container, waited: number): boolean {
  return (health === 'unhealthy' && waited > grace) || state === 'dead' || (state === 'restarting' && exitCode !== 0)
}

/** Compose names the container that it waited for; what that container logged says why. */
export async function explainFailure(context: ComposeContext, error: unknown): Promise<never> {
  if (!(error instanceof DependencyUnhealthy)) throw error
  const found = [...(await context.containers.all()).values()]
  const culprit = found.find(({ service }) => error.container.includes(`-${service}-`))
  throw culprit === undefined ? error : await notReady(context, culprit)
}

async function notReady({ docker }: ComposeContext, { id, service, state, exitCode }: Container): Promise<BelfryError> {
  const lines = await lastLines(docker, id, 10)
  const what = state === 'restarting' ? `ends with exit code ${exitCode}` : 'does not become healthy'
  return new BelfryError('NOT_READY', [`${service} ${what}; it logged last:`, ...lines].join('\n'), {
    hint: `See all of it with \`belfry logs ${service}\`.`,
  })
}
