import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import { simulatorConfigPath } from '../model/names.ts'
import { hostNames, listenAddress } from './listen-address.ts'

/** `simulator.yml`, what the simulators read; nothing where they do not run. Stores that run elsewhere are never theirs to fill. */
export function renderSimulatorConfig(model: Model): readonly Artifact[] {
  if (!model.engines.simulator.enabled) return []
  const { engines, databases } = model
  const { host, port, user, database, sslmode, password } = databases.postgres
  const { redis } = databases
  const config = {
    listen: listenAddress(model, 'simulator'),
    hosts: hostNames(model, 'simulator'),
    postgres: engines.postgres.enabled
      ? { host, port, user, database, sslmode, passwordFile: password.path }
      : undefined,
    redis: engines.redis.enabled
      ? { host: redis.host, port: redis.port, passwordFile: redis.password.path }
      : undefined,
  }
  return [artifact(simulatorConfigPath, toYaml(config))]
}
