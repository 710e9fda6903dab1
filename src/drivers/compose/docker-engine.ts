import Docker from 'dockerode'
import { BelfryError } from '../../errors/belfry-error.ts'

/** A container of a compose project. */
export interface Container {
  readonly id: string
  readonly service: string
  /** As the compose file names it. */
  readonly image: string
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  readonly health: 'healthy' | 'unhealthy' | 'starting' | 'none'
  /** What its last health check printed, when that failed. */
  readonly probe: string
  /** Address of its first published port; empty when it has none. */
  readonly url: string
  /** Unix milliseconds; 0 when it does not run. */
  readonly startedAt: number
  readonly exitCode: number
  readonly outOfMemory: boolean
}

/** Bytes in use and the limit; 0 where Docker does not say. */
export interface MemoryUse {
  readonly used: number
  readonly limit: number
}

/** The part of Docker that the driver asks directly; the rest goes through the compose command. */
export interface DockerEngine {
  /** @throws BelfryError DOCKER_UNAVAILABLE. */
  ping(): Promise<void>
  hasImage(name: string): Promise<boolean>
  /** Asks the registry without fetching anything; never throws. */
  canPull(name: string, timeoutMs: number): Promise<boolean>
  containers(project: string): Promise<readonly Container[]>
  /** Which container has published a port; `null` when none has. */
  portOwner(port: number): Promise<string | null>
  memory(id: string): Promise<MemoryUse>
  /** Multiplexed: `followLogs` tells the streams apart. */
  logStream(id: string, options: { follow: boolean; tail: number }): Promise<NodeJS.ReadableStream>
  stop(id: string): Promise<void>
  start(id: string): Promise<void>
  restart(id: string): Promise<void>
  pause(id: string): Promise<void>
  resume(id: string): Promise<void>
}

/**
 * The Docker engine of this machine.
 *
 * @param socketPath - its socket; empty for what `DOCKER_HOST` says, else the usual socket.
 */
export function dockerEngine(socketPath: string): DockerEngine {
  const docker = new Docker(socketPath === '' ? {} : { socketPath })
  return withRefusals({
    async ping() {
      // A bare ping proves less: not everybody who reaches the engine may use it.
      await docker.listContainers({ limit: 1, abortSignal: AbortSignal.timeout(5000) }).catch((cause: unknown) => {
        throw new BelfryError('DOCKER_UNAVAILABLE', `no Docker engine answers: ${firstLine(cause)}`, {
          hint: 'Start Docker, or run the engines as plain processes with --driver native.',
          cause,
        })
      })
    },
    async hasImage(name) {
      return docker
        .getImage(name)
        .inspect()
        .then(() => true)
        .catch(absentIs(false))
    },
    async canPull(name, timeoutMs) {
      const abortSignal = AbortSignal.timeout(timeoutMs)
      return docker
        .getImage(name)
        .distribution({ abortSignal })
        .then(() => true)
        .catch(() => false)
    },
    async containers(project) {
      const label = [`com.docker.compose.project=${project}`, 'com.docker.compose.oneoff=False']
      const found = await docker.listContainers({ all: true, filters: { label } })
      const containers = await Promise.all(found.map(({ Id }) => inspect(docker, Id)))
      return containers.filter((container) => container !== null)
    },
    async portOwner(port) {
      const found = await docker.listContainers()
      const owner = found.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port))
      return owner?.Names[0]?.replace(/^\//, '') ?? null
    },
    async memory(id) {
      const { memory_stats: memory } = await docker.getContainer(id).stats({ stream: false, 'one-shot': true })
      // The page cache is given back when it is needed; its name depends on the version of control groups.
      const details = (memory.stats ?? {}) as Partial<Record<string, number>>
      const cache = details.total_inactive_file ?? details.inactive_file ?? 0
      return { used: Math.max(0, (memory.usage ?? 0) - cache), limit: memory.limit ?? 0 }
    },
    async logStream(id, { follow, tail }) {
      const options = { stdout: true, stderr: true, tail }
      const container = docker.getContainer(id)
      if (follow) return container.logs({ ...options, follow: true })
      const { Readable } = await import('node:stream')
      return Readable.from([await container.logs({ ...options, follow: false })])
    },
    stop: (id) => act(docker, id, (container) => container.stop()),
    start: (id) => act(docker, id, (container) => container.start()),
    restart: (id) => act(docker, id, (container) => container.restart()),
    pause: (id) => act(docker, id, (container) => container.pause()),
    resume: (id) => act(docker, id, (container) => container.unpause()),
  })
}

/** What Docker refuses is told in its own words, and is no bug of ours. */
function withRefusals(engine: DockerEngine): DockerEngine {
  const telling = Object.entries(engine).map(([name, ask]: [string, (...args: never[]) => Promise<unknown>]) => [
    name,
    (...args: never[]) => ask(...args).catch(refuse),
  ])
  return Object.fromEntries(telling) as DockerEngine
}

function refuse(cause: unknown): never {
  const status = statusOf(cause)
  if (status === 0) throw cause
  throw new BelfryError('ENGINE_FAILED', `Docker answers ${status}: ${reasonOf(cause)}`, { cause })
}

function reasonOf(cause: unknown): string {
  const { json } = cause as { readonly json?: { readonly message?: unknown } }
  return typeof json?.message === 'string' ? json.message : firstLine(cause)
}

async function inspect(docker: Docker, id: string): Promise<Container | null> {
  // It may go between the listing and this look at it.
  const found = await docker.getContainer(id).inspect().catch(absentIs(null))
  if (found === null) return null
  const { State: state, Config: config } = found
  const running = state.Running
  return {
    id: found.Id,
    service: config.Labels['com.docker.compose.service'] ?? '',
    image: config.Image,
    state: state.Status as Container['state'],
    health: (state.Health?.Status ?? 'none') as Container['health'],
    probe: failedProbe(state.Health?.Log),
    url: publishedUrl(found.NetworkSettings.Ports),
    startedAt: running ? Date.parse(state.StartedAt) : 0,
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
  }
}

function failedProbe(log: readonly { ExitCode: number; Output: string }[] | undefined): string {
  const last = log?.at(-1)
  return last === undefined || last.ExitCode === 0 ? '' : (last.Output.trim().split('\n').at(-1) ?? '')
}

function publishedUrl(ports: Docker.ContainerInspectInfo['NetworkSettings']['Ports']): string {
  const [binding] = Object.values(ports).flatMap((bindings) => bindings ?? [])
  if (binding === undefined) return ''
  // Every address is reached through this one as well.
  const host = ['', '0.0.0.0', '::'].includes(binding.HostIp) ? '127.0.0.1' : binding.HostIp
  return `http://${host.includes(':') ? `[${host}]` : host}:${binding.HostPort}`
}

/** 304 says that there was nothing to do. */
async function act(docker: Docker, id: string, run: (container: Docker.Container) => Promise<unknown>): Promise<void> {
  try {
    await run(docker.getContainer(id))
  } catch (error) {
    if (statusOf(error) !== 304) throw error
  }
}

function absentIs<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (statusOf(error) === 404) return value
    throw error
  }
}

function statusOf(error: unknown): number {
  return (error as { readonly statusCode?: number }).statusCode ?? 0
}

function firstLine(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
}
