import type { Engine } from '../../model/model.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import type { Driver, EngineStatus, Step } from '../driver.ts'
import { type Availability, checkAvailable } from './availability.ts'
import { type ComposeDriverOptions, openContext } from './compose-context.ts'
import { containerStatus } from './container-status.ts'
import type { Container, DockerEngine } from './docker-engine.ts'
import { forgetLoaded } from './loaded-config.ts'
import { readLogs } from './logs.ts'
import { upSteps } from './up-steps.ts'
import { waitUntilHealthy } from './wait-healthy.ts'

export interface ComposeDriver extends Driver {
  readonly name: 'compose'
  /** Whether the stack can run here: a Docker engine, compose, and every image or a way to it. Takes a few seconds at most. */
  available(): Promise<Availability>
}

/** Runs the engines as containers of one compose project. */
export async function composeDriver(options: ComposeDriverOptions): Promise<ComposeDriver> {
  const context = await openContext(options)
  const { model, docker, compose, containers } = context
  const enabled = Object.values(model.engines).filter((engine) => engine.enabled)

  return {
    name: 'compose',
    available: () => checkAvailable(context),
    up: (request) => upSteps(context, request),
    down({ volumes }) {
      const title = volumes ? 'Remove the containers and their data' : 'Remove the containers'
      return [{ title, run: (report, signal) => remove(volumes, report, signal) }]
    },
    async status() {
      await docker.ping()
      const found = await containers.all()
      return Promise.all(enabled.map((engine) => statusOf(docker, engine, found.get(engine.name) ?? null)))
    },
    logs: (request, write, signal) => readLogs(docker, containers, request, write, signal),
    restart(engines) {
      const names = engines.length > 0 ? engines : enabled.map(({ name }) => name)
      return names.map(
        (name): Step => ({ title: `Restart ${name}`, run: (...how) => begin(docker.restart, name, ...how) }),
      )
    },
    stop: async (engine) => docker.stop((await containers.need(engine)).id),
    start: (engine) => begin(docker.start, engine),
    async pause(engine) {
      const { id, state } = await containers.need(engine)
      if (state === 'running') await docker.pause(id)
    },
    async resume(engine) {
      const { state } = await containers.need(engine)
      // Docker holds a paused container for an unhealthy one until the next check.
      if (state === 'paused') await begin(docker.resume, engine)
    },
  }

  async function begin(
    change: (id: string) => Promise<void>,
    engine: EngineName,
    report: (text: string) => void = () => {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<void> {
    await change((await containers.need(engine)).id)
    await waitUntilHealthy(context, [engine], report, signal)
  }

  async function remove(volumes: boolean, report: (text: string) => void, signal: AbortSignal): Promise<string> {
    const found = await containers.all()
    await compose.down({ volumes }, report, signal)
    await forgetLoaded(options.stateDir)
    return found.size === 0 ? 'nothing was running' : `${found.size} containers removed`
  }
}

async function statusOf(docker: DockerEngine, engine: Engine, container: Container | null): Promise<EngineStatus> {
  const runs = container !== null && container.startedAt > 0
  // A container that ends in between is not worth an error.
  const memory = runs ? await docker.memory(container.id).catch(() => null) : null
  return containerStatus(engine, container, memory ?? { used: 0, limit: 0 })
}
