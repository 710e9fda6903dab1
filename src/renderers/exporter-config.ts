import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { ClientAuthorization, Model } from '../model/model.ts'
import { exporterConfigPath } from '../model/names.ts'
import { listenAddress } from './listen-address.ts'
import { omitEmpty } from './omit-empty.ts'

/** `exporter.yml`, what Belfry's exporter service reads; nothing where the service does not run. */
export function renderExporterConfig(model: Model): readonly Artifact[] {
  if (!model.engines.exporter.enabled) return []
  const { exporter, databases } = model
  const config = {
    listen: listenAddress(model, 'exporter'),
    path: exporter.path,
    enabled: exporter.enabled,
    cacheTtl: exporter.cacheTtl,
    collectorTimeout: exporter.collectorTimeout,
    seriesLimit: exporter.seriesLimit,
    processMetrics: exporter.processMetrics,
    profiling: exporter.profiling,
    authorization: authorization(exporter.authorization),
    tls: exporter.tls ?? undefined,
    postgres: postgres(databases.postgres),
    redis: {
      host: databases.redis.host,
      port: databases.redis.port,
      passwordFile: databases.redis.password.path,
    },
    collectors: omitEmpty(exporter.collectors),
    mounts: Object.keys(exporter.mounts).length > 0 ? exporter.mounts : undefined,
  }
  return [artifact(exporterConfigPath, toYaml(config))]
}

function authorization(access: ClientAuthorization | null): object | undefined {
  if (access === null) return undefined
  return access.type === 'basic'
    ? { type: 'basic', username: access.username, passwordFile: access.password.path }
    : { type: 'bearer', tokenFile: access.token.path }
}

function postgres({ host, port, user, database, sslmode, password }: Model['databases']['postgres']): object {
  return { host, port, user, database, sslmode, passwordFile: password.path }
}
