import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BelfryError } from '../../errors/belfry-error.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import type { Step, UpRequest } from '../driver.ts'
import { checkPorts } from '../native/check-ports.ts'
import { ensureSecrets } from '../secrets.ts'
import type { Service } from './compose-command.ts'
import type { ComposeContext } from './compose-context.ts'
import { DependencyUnhealthy } from './compose-failure.ts'
import type { Container } from './docker-engine.ts'
import { lastLines } from './logs.ts'
import { needBundles } from './own-image.ts'
import { reloadEngine } from './reload-engine.ts'
import { reloadPlan } from './reload-plan.ts'

/** How long all containers together may take to be healthy, in milliseconds; a long write-ahead log takes a while. */
const patience = 300_000

/** The steps that bring the containers to what the compose file and the rendered files say. */
export function upSteps(context: ComposeContext, { changed }: UpRequest): readonly Step[] {
  const { docker, compose, containers } = context
  let services: readonly Service[] = []
  let before: ReadonlyMap<string, Container> = new Map()

  return [
    {
      title: 'Look for Docker',
      async run() {
        await docker.ping()
        const version = await compose.version()
        if (version !== '') return `compose ${version}`
        throw new BelfryError('DOCKER_UNAVAILABLE', 'the command `docker compose` is missing', {
          hint: 'Install the compose plugin of Docker, or run the engines as plain processes with --driver native.',
        })
      },
    },
    { title: 'Prepare the secrets', run: () => prepareSecrets(context) },
    {
      title: 'Get the images',
      async run(report, signal) {
        services = await compose.services(signal)
        before = await containers.all()
        return getImages(context, services, report, signal)
      },
    },
    {
      title: 'Start the containers',
      async run(report, signal) {
        await checkServicePorts(context, services, before)
        await compose.up(report, signal).catch((error: unknown) => explain(context, error))
      },
    },
    {
      title: 'Wait until all are healthy',
      run: (report, signal) => waitUntilHealthy(context, services, report, signal),
    },
    {
      title: 'Load what has changed',
      async run(_report, signal) {
        const after = await containers.all()
        // A container that is new has read its files already.
        const old = reloadPlan(changed).filter(({ engine }) => {
          const container = after.get(engine)
          return container !== undefined && container.startedAt === before.get(engine)?.startedAt
        })
        for (const reload of old) await reloadEngine(context, reload, signal)
        if (old.some(({ how }) => how === 'restart')) await waitUntilHealthy(context, services, () => {}, signal)
        return old.length === 0 ? 'nothing to load' : old.map(({ engine }) => engine).join(', ')
      },
    },
  ]
}

/** Docker mounts a secret with the mode that it has here, and most engines run as users who own nothing here. */
async function prepareSecrets({ model, secretsDir }: ComposeContext): Promise<string> {
  const names = model.secrets.map(({ secret }) => secret.name)
  const made = await ensureSecrets(secretsDir, names)
  // The folder keeps everybody else on this machine out.
  await chmod(secretsDir, 0o700)
  for (const name of names) await chmod(join(secretsDir, name), 0o644)
  return made.length === 0 ? 'all there' : `made up ${made.join(', ')}`
}

async function getImages(
  { docker, compose, outDir }: ComposeContext,
  services: readonly Service[],
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  // Services of one image need one build.
  const built = services.filter(({ built }) => built)
  const builders = built.filter(({ image }, index) => built.findIndex((other) => other.image === image) === index)
  if (builders.length > 0) await needBundles(outDir)
  for (const { name } of builders) await compose.build(name, report, signal)

  const missing: Service[] = []
  for (const service of services) if (!(await docker.hasImage(service.image))) missing.push(service)
  if (missing.length > 0)
    await compose.pull(
      missing.map(({ name }) => name),
      report,
      signal,
    )
  return missing.length === 0 ? 'all there' : `pulled ${[...new Set(missing.map(({ image }) => image))].join(', ')}`
}

/** Compose would find out only after it has started half of the stack. */
async function checkServicePorts(
  { docker, isLocal }: ComposeContext,
  services: readonly Service[],
  running: ReadonlyMap<string, Container>,
): Promise<void> {
  if (!isLocal) return
  const wanted = services
    .filter(({ name }) => (running.get(name)?.startedAt ?? 0) === 0)
    .flatMap(({ name, ports }) => ports.map((port) => ({ engine: name as EngineName, port })))
  for (const { engine, port } of wanted) {
    const owner = await docker.portOwner(port)
    if (owner === null) continue
    throw new BelfryError('PORT_TAKEN', `port ${port} of ${engine} is taken by the container ${owner}`, {
      hint: `Stop that container, or choose another port: \`engines: { '${engine}': { port } }\` in the environment.`,
    })
  }
  await checkPorts(wanted)
}

async function waitUntilHealthy(
  context: ComposeContext,
  services: readonly Service[],
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + patience
  for (;;) {
    const found = await context.containers.all()
    const waiting = services.filter(({ name }) => !isHealthy(found.get(name)))
    if (waiting.length === 0) return
    const failed = waiting
      .map(({ name }) => found.get(name))
      .find((container) => container !== undefined && hasFailed(container))
    if (failed !== undefined) throw await notReady(context, failed)
    const names = waiting.map(({ name }) => name).join(', ')
    if (Date.now() > deadline) throw new BelfryError('NOT_READY', `not healthy after ${patience / 1000} s: ${names}`)
    report(`waiting for ${names}`)
    await sleep(500, undefined, { signal })
  }
}

function isHealthy(container: Container | undefined): boolean {
  return container?.state === 'running' && (container.health === 'healthy' || container.health === 'none')
}

function hasFailed({ state, health, exitCode }: Container): boolean {
  return health === 'unhealthy' || state === 'dead' || (state === 'restarting' && exitCode !== 0)
}

/** Compose names the container that it waited for; what that container logged says why. */
async function explain(context: ComposeContext, error: unknown): Promise<never> {
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
