import { type EngineName, engineNames } from '../spec/engine-name.ts'
import type { EnvironmentSpec } from '../spec/environment.ts'
import { engineDefaults } from './engine-defaults.ts'
import type { Engine, Placement } from './model.ts'

/** What a run changes of the engines: left out, or run in the version that was found. */
export interface EngineChanges {
  /** Engines that cannot run here. */
  readonly without: readonly EngineName[]
  /** Versions of the programs that will run. */
  readonly versions: Partial<Readonly<Record<EngineName, string>>>
}

/** The engines of an environment, all of them, with defaults filled in. */
export function resolveEngines(
  environment: EnvironmentSpec,
  placement: Placement,
  changes: EngineChanges,
): Readonly<Record<EngineName, Engine>> {
  const entries = engineNames.map((name) => [name, resolveEngine(name, environment, placement, changes)] as const)
  return Object.fromEntries(entries) as Record<EngineName, Engine>
}

function resolveEngine(
  name: EngineName,
  environment: EnvironmentSpec,
  placement: Placement,
  changes: EngineChanges,
): Engine {
  const defaults = engineDefaults[name]
  const options = environment.engines?.[name] ?? {}
  const version = changes.versions[name] ?? options.version ?? defaults.version
  const port = (options.port ?? defaults.port) + (placement.kind === 'native' ? placement.portOffset : 0)
  return {
    name,
    enabled:
      !changes.without.includes(name) && (options.enabled ?? (defaults.demo ? (environment.demo ?? false) : true)),
    image: options.image ?? defaults.image,
    version,
    tag: defaults.tag(options.version ?? defaults.version),
    containerPort: defaults.port,
    port,
    bind: options.bind ?? '127.0.0.1',
    memoryMiB: options.memoryMiB ?? defaults.memoryMiB,
    address: placement.kind === 'compose' ? `${name}:${defaults.port}` : `127.0.0.1:${port}`,
  }
}
