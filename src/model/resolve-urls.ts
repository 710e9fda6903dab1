import type { EngineName } from '../spec/engine-name.ts'
import type { EnvironmentSpec } from '../spec/environment.ts'
import type { Engine, Model } from './model.ts'

/** URLs for people: as the environment says, else the published port on this machine. */
export function resolveUrls(
  environment: EnvironmentSpec,
  engines: Readonly<Record<EngineName, Engine>>,
): Model['urls'] {
  const urls = environment.urls ?? {}
  const local = (engine: EngineName): string => `http://127.0.0.1:${engines[engine].port}`
  const bare = (url: string): string => url.replace(/\/+$/, '')
  return {
    prometheus: bare(urls.prometheus ?? local('prometheus')),
    alertmanager: bare(urls.alertmanager ?? local('alertmanager')),
    grafana: bare(urls.grafana ?? local('grafana')),
    console: local('console'),
    runbooks: bare(urls.runbooks ?? `${local('console')}/runbooks`),
  }
}
