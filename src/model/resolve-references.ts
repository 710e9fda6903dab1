import type { EngineName } from '../spec/engine-name.ts'
import type { Secret } from '../spec/secret.ts'
import type { Engine } from './model.ts'
import type { Access } from './resolve-access.ts'
import { isEngineUrl, resolveEngineUrl } from './resolve-engine-url.ts'

/** A value in which, however deep, every URL of an engine has become a text, and every secret the path of its file. */
export function resolveReferences(
  value: unknown,
  engines: Readonly<Record<EngineName, Engine>>,
  access: Access,
): unknown {
  if (isEngineUrl(value)) return resolveEngineUrl(value, engines)
  if (isSecret(value)) return access.secret(value).path
  if (Array.isArray(value)) return value.map((one) => resolveReferences(one, engines, access))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolveReferences(one, engines, access)]))
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'secret'
}
