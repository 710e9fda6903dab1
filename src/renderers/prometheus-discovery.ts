import type { ScrapeTargets } from '../model/model.ts'
import { httpClient, tlsConfig } from './http-client.ts'
import { omitEmpty } from './omit-empty.ts'

type Kind = ScrapeTargets['kind']
type Source<K extends Kind> = Extract<ScrapeTargets, { kind: K }>

/** The `*_sd_configs` and `static_configs` of a job: one key for every kind of source, in the order of the sources. */
export function discoveryConfigs(sources: readonly ScrapeTargets[]): Readonly<Record<string, readonly object[]>> {
  const configs: Record<string, object[]> = {}
  for (const source of sources) {
    const key = source.kind === 'static' ? 'static_configs' : `${source.kind}_sd_configs`
    configs[key] = [...(configs[key] ?? []), discoveryConfig(source)]
  }
  return configs
}

function discoveryConfig(source: ScrapeTargets): object {
  switch (source.kind) {
    case 'static':
      return { targets: source.targets, labels: omitEmpty(source.labels) }
    case 'file':
      return { files: source.files, refresh_interval: source.refreshInterval }
    case 'dns':
      return { names: source.names, type: source.type, port: source.port, refresh_interval: source.refreshInterval }
    case 'http':
      return { url: source.url, refresh_interval: source.refreshInterval, ...httpClient(source) }
    case 'consul':
      return consul(source)
    case 'docker':
      return {
        host: source.host,
        port: source.port,
        filters: omitEmpty(source.filters),
        refresh_interval: source.refreshInterval,
      }
    case 'kubernetes':
      return kubernetes(source)
    case 'ec2':
      return {
        region: source.region,
        profile: source.profile,
        role_arn: source.roleArn,
        refresh_interval: source.refreshInterval,
        port: source.port,
        filters: omitEmpty(source.filters),
      }
    case 'triton':
      return triton(source)
  }
}

/** `token` would be a value in this file; Consul takes a bearer token as well, and that can be a file. */
function consul(source: Source<'consul'>): object {
  return {
    server: source.server,
    datacenter: source.datacenter,
    scheme: source.scheme,
    services: omitEmpty(source.services),
    tags: omitEmpty(source.tags),
    refresh_interval: source.refreshInterval,
    ...httpClient({ authorization: source.token && { type: 'bearer', token: source.token }, tls: source.tls }),
  }
}

function kubernetes(source: Source<'kubernetes'>): object {
  return {
    api_server: source.apiServer,
    role: source.role,
    namespaces: source.namespaces === undefined ? undefined : { names: source.namespaces },
    selectors: omitEmpty(source.selectors),
    ...httpClient({ tls: source.tls }),
  }
}

function triton(source: Source<'triton'>): object {
  return {
    account: source.account,
    role: source.role,
    dns_suffix: source.dnsSuffix,
    endpoint: source.endpoint,
    groups: omitEmpty(source.groups),
    port: source.port,
    refresh_interval: source.refreshInterval,
    version: source.version,
    tls_config: tlsConfig(source.tls),
  }
}
