import { engineDefaults } from '../model/engine-defaults.ts'
import type { Engine, Model } from '../model/model.ts'
import { volumeName } from '../model/names.ts'
import type { EngineName } from '../spec/engine-name.ts'

export type ComposeNetwork = 'front' | 'monitoring' | 'data'

/** What sets the container of one engine apart from the others. */
export interface EngineContainer {
  /** Replaces the image's entrypoint; empty keeps it. */
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Numeric, so that it means the same in every image. */
  readonly user: string
  readonly networks: readonly ComposeNetwork[]
  /** Folders and files of the host, read-only: source to target. */
  readonly mounts: Readonly<Record<string, string>>
  /** Where its volume is mounted; empty for engines without data. */
  readonly dataDir: string
  /** Writable folders in memory, with their options. */
  readonly scratch: readonly string[]
  /** Exit code 0 means healthy. */
  readonly healthcheck: readonly string[]
  /** Engines that have to be healthy first, where they run. */
  readonly after: readonly EngineName[]
  /** How long it may take to be healthy the first time. */
  readonly startPeriod: string
  readonly stopGracePeriod: string
  readonly pidsLimit: number
  /** Whether a small init process reaps children and passes signals on. */
  readonly init: boolean
}

/** A service as it stands in the compose file. */
export type ComposeService = Readonly<Record<string, unknown>>

/** The service of an engine: what sets it apart, and the limits that hold for all. */
export function composeService(model: Model, name: EngineName, container: EngineContainer): ComposeService {
  const engine = model.engines[name]
  const after = container.after.filter((other) => model.engines[other].enabled)
  const secrets = model.secrets.filter(({ engines }) => engines.includes(name)).map(({ secret }) => secret.name)
  const networks = container.networks
  return {
    image: `${engine.image}:${engine.tag}`,
    // Elsewhere the image comes from a registry, like all others.
    ...(engine.image === engineDefaults.exporter.image && model.environment === 'local' ? { build: '.' } : {}),
    ...(engineDefaults[name].demo ? { profiles: ['demo'] } : {}),
    ...(container.entrypoint.length > 0 ? { entrypoint: container.entrypoint.map(escaped) } : {}),
    ...(container.command.length > 0 ? { command: container.command.map(escaped) } : {}),
    ...environment(container.environment),
    user: container.user,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    pids_limit: container.pidsLimit,
    mem_limit: `${engine.memoryMiB}m`,
    // As much again would be swap otherwise.
    memswap_limit: `${engine.memoryMiB}m`,
    ...(container.init ? { init: true } : {}),
    networks,
    ...(networks.includes('front') ? { ports: [publishedPort(engine)] } : {}),
    ...volumes(name, container),
    ...(container.scratch.length > 0 ? { tmpfs: container.scratch } : {}),
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(after.length > 0 ? { depends_on: Object.fromEntries(after.map((other) => [other, dependency(other)])) } : {}),
    healthcheck: {
      test: ['CMD', ...container.healthcheck.map(escaped)],
      interval: '5s',
      timeout: '4s',
      retries: 3,
      start_period: container.startPeriod,
    },
    restart: 'unless-stopped',
    stop_grace_period: container.stopGracePeriod,
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
  }
}

/** Compose expands variables in every string; nothing of the model is meant to be one. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$')
}

function environment(variables: Readonly<Record<string, string>>): { environment?: Readonly<Record<string, string>> } {
  const entries = Object.entries(variables).map(([name, value]) => [name, escaped(value)])
  return entries.length > 0 ? { environment: Object.fromEntries(entries) } : {}
}

function publishedPort({ bind, port, containerPort }: Engine): string {
  const address = bind.includes(':') ? `[${bind}]` : bind
  return `${address}:${port}:${containerPort}`
}

function volumes(name: EngineName, { mounts, dataDir }: EngineContainer): { volumes?: readonly object[] } {
  const all = [
    ...Object.entries(mounts).map(([source, target]) => ({
      type: 'bind',
      source,
      target,
      read_only: true,
      // Docker would make an empty folder of what is missing, and nobody would see why nothing is configured.
      bind: { create_host_path: false },
    })),
    ...(dataDir === '' ? [] : [{ type: 'volume', source: volumeName(name), target: dataDir }]),
  ]
  return all.length > 0 ? { volumes: all } : {}
}

/** A demo service that is left out, because its profile is, holds nobody up. */
function dependency(other: EngineName): object {
  return { condition: 'service_healthy', ...(engineDefaults[other].demo ? { required: false } : {}) }
}
