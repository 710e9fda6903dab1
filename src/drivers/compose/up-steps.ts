import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../../errors/belfry-error.ts'
import { generatedSecrets } from '../../model/generated-secrets.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import { checkPorts } from '../check-ports.ts'
import type { Backfill, Step, UpRequest } from '../driver.ts'
import { ensureSecrets } from '../secrets.ts'
import type { Service } from './compose-command.ts'
import type { ComposeContext } from './compose-context.ts'
import type { Container } from './docker-engine.ts'
import { fillPrometheus } from './fill-prometheus.ts'
import { rememberLoaded, staleReaders } from './loaded-config.ts'
import { needBundles } from './own-image.ts'
import { reloadEngine } from './reload-engine.ts'
import { explainFailure, waitUntilHealthy } from './wait-healthy.ts'

/** The steps that bring the containers to what the compose file and the rendered files say. */
export function upSteps(context: ComposeContext, { changed, backfill }: UpRequest): readonly Step[] {
  const { docker, compose, containers } = context
  let services: readonly Service[] = []
  let before: ReadonlyMap<string, Container> = new Map()

  async function start(some: readonly Service[], report: (text: string) => void, signal: AbortSignal): Promise<void> {
    const found = await containers.all()
    await checkServicePorts(context, some, found)
    // Compose takes a paused container for a running one.
    for (const { id, state } of found.values()) if (state === 'paused') await docker.resume(id)
    await compose.up(namesOf(some), report, signal).catch((error: unknown) => explainFailure(context, error))
  }

  const fill = (backfill: Backfill): Step => ({
    title: 'Give Prometheus a past',
    run(report, signal) {
      const others = services.filter(({ name }) => name !== 'prometheus')
      const startOthers = async () => {
        await start(others, report, signal)
        await waitUntilHealthy(context, namesOf(others), report, signal)
      }
      return fillPrometheus(context, backfill, startOthers, report, signal)
    },
  })

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
    ...(backfill === undefined ? [] : [fill(backfill)]),
    {
      title: 'Start the containers',
      run: (report, signal) => start(services, report, signal),
    },
    {
      title: 'Wait until all are healthy',
      run: (report, signal) => waitUntilHealthy(context, namesOf(services), report, signal),
    },
    {
      title: 'Load what has changed',
      async run(report, signal) {
        // A container that is new has read its files already.
        const old = new Map(
          [...(await containers.all())].filter(([name, one]) => one.startedAt === before.get(name)?.startedAt),
        )
        const stale = await staleReaders(context, old, changed)
        for (const reader of stale) await reloadEngine(context, reader, signal)
        if (stale.some(({ how }) => how === 'restart'))
          await waitUntilHealthy(context, namesOf(services), report, signal)
        await rememberLoaded(context, await containers.all())
        return stale.length === 0 ? 'nothing to load' : stale.map(({ engine }) => engine).join(', ')
      },
    },
  ]
}

function namesOf(services: readonly Service[]): readonly string[] {
  return services.map(({ name }) => name)
}

/** Docker mounts a secret with the mode that it has here, and most engines run as users who own nothing here. */
async function prepareSecrets({ model, secretsDir, proofDir }: ComposeContext): Promise<string> {
  // Mounted as well, and nobody's but ours to make.
  await mkdir(proofDir, { recursive: true })
  const names = model.secrets.map(({ secret }) => secret.name)
  const made = await ensureSecrets(secretsDir, names, generatedSecrets(model))
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
  if (missing.length === 0) return 'all there'
  const names = [...new Set(missing.map(({ image }) => image))].join(', ')
  await compose.pull(missing, report, signal)
  return `pulled ${names}`
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
