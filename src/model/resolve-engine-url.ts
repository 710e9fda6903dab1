import type { EngineName, EngineUrl } from '../spec/engine-name.ts'
import type { Engine } from './model.ts'

type Engines = Readonly<Record<EngineName, Engine>>

/** Where an engine's URL leads, as the other engines see it. */
export function resolveEngineUrl({ engine, path }: EngineUrl, engines: Engines): string {
  return `http://${engines[engine].address}${path}`
}

/** Tells an engine's URL from all else that a spec may hold. */
export function isEngineUrl(value: unknown): value is EngineUrl {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'engine-url'
}
