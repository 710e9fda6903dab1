import type { EngineName } from '../spec/engine-name.ts'
import type { Engine, Model, SecretFile } from './model.ts'
import { grafanaPasswordSecret } from './names.ts'
import type { Access } from './resolve-access.ts'

type Parts = Pick<Model, 'prometheus' | 'alertmanager' | 'exporter' | 'databases'>

/** Which engine reads which secret; engines that do not run read none. */
export function collectSecrets(
  parts: Parts,
  engines: Readonly<Record<EngineName, Engine>>,
  access: Access,
): Model['secrets'] {
  const { prometheus, alertmanager, exporter, databases } = parts
  const readers: Partial<Record<EngineName, readonly SecretFile[]>> = {
    prometheus: findSecrets(prometheus, access),
    alertmanager: findSecrets(alertmanager, access),
    grafana: [access.secret({ kind: 'secret', name: grafanaPasswordSecret })],
    exporter: [...findSecrets(exporter, access), databases.postgres.password, databases.redis.password],
    'postgres-exporter': [databases.postgres.password],
    'redis-exporter': [databases.redis.password],
    simulator: [
      ...(engines.postgres.enabled ? [databases.postgres.password] : []),
      ...(engines.redis.enabled ? [databases.redis.password] : []),
    ],
    postgres: [databases.postgres.password],
    redis: [databases.redis.password],
  }
  const byName = new Map<string, { secret: SecretFile; engines: EngineName[] }>()
  for (const [engine, secrets] of Object.entries(readers) as [EngineName, readonly SecretFile[]][]) {
    if (!engines[engine].enabled) continue
    for (const secret of secrets) {
      const entry = byName.get(secret.name) ?? { secret, engines: [] }
      if (!entry.engines.includes(engine)) entry.engines.push(engine)
      byName.set(secret.name, entry)
    }
  }
  return [...byName.values()].sort((a, b) => (a.secret.name < b.secret.name ? -1 : 1))
}

/** All secret files below a value; a path that was made by `access` tells one from its look-alikes. */
function findSecrets(value: unknown, access: Access): readonly SecretFile[] {
  // Certificates and keys are paths, whether they are secrets or files beside the configuration.
  if (typeof value === 'string') {
    const name = value.slice(value.lastIndexOf('/') + 1)
    return name !== '' && access.secret({ kind: 'secret', name }).path === value ? [{ name, path: value }] : []
  }
  if (typeof value !== 'object' || value === null) return []
  const { name, path } = value as Partial<SecretFile>
  if (typeof name === 'string' && typeof path === 'string' && access.secret({ kind: 'secret', name }).path === path) {
    return [{ name, path }]
  }
  return Object.values(value).flatMap((part) => findSecrets(part, access))
}
