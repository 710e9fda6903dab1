import type { EngineName } from '../spec/engine-name.ts'
import type { Model } from './model.ts'
import { grafanaPasswordSecret, postgresPasswordSecret, redisPasswordSecret } from './names.ts'

/** Passwords of engines that Belfry starts itself, and the engine whose password each is. */
const owners: Readonly<Record<string, EngineName>> = {
  [postgresPasswordSecret]: 'postgres',
  [redisPasswordSecret]: 'redis',
  [grafanaPasswordSecret]: 'grafana',
}

/** Secrets that are made up when they are missing; the password of a database that runs elsewhere only its owner knows. */
export function generatedSecrets({ engines }: Pick<Model, 'engines'>): readonly string[] {
  return Object.keys(owners).filter((name) => {
    const owner = owners[name]
    return owner !== undefined && engines[owner].enabled
  })
}
