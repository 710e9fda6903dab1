import { toMilliseconds } from '../spec/duration.ts'
import type { EngineName } from '../spec/engine-name.ts'
import type { EnvironmentSpec } from '../spec/environment.ts'
import type { ScrapeJobSpec, Targets } from '../spec/scrape.ts'
import type { Engine, Prometheus, ScrapeJob, ScrapeTargets } from './model.ts'
import type { Access } from './resolve-access.ts'

/** What resolving scrape jobs takes from the environment. */
export interface ScrapeContext {
  readonly environment: EnvironmentSpec
  readonly engines: Readonly<Record<EngineName, Engine>>
  readonly access: Access
}

/** Prometheus' own settings with defaults: 15 s scrapes, 10 s evaluations, 30 d and 10 GB kept. */
export function resolvePrometheus(
  jobs: readonly ScrapeJob[],
  { environment, access, engines }: ScrapeContext,
): Prometheus {
  const options = environment.prometheus ?? {}
  const own = engines.alertmanager.enabled
    ? [{ targets: [engines.alertmanager.address], scheme: 'http' as const, authorization: null, tls: null }]
    : []
  const others = (options.alertmanagers ?? []).map((one) => ({
    targets: one.targets,
    scheme: one.scheme ?? ('http' as const),
    authorization: access.authorization(one.authorization),
    tls: access.tls(one.tls),
  }))
  return {
    scrapeInterval: options.scrapeInterval ?? '15s',
    scrapeTimeout: options.scrapeTimeout ?? '10s',
    evaluationInterval: options.evaluationInterval ?? '10s',
    retentionTime: options.retention?.time ?? '30d',
    retentionSize: options.retention?.size ?? '10GB',
    resendDelay: options.resendDelay ?? '1m',
    jobs,
    alertmanagers: [...own, ...others],
    remoteWrite: (options.remoteWrite ?? []).map((remote, index) => ({
      name: remote.name ?? `remote-${index + 1}`,
      url: remote.url,
      authorization: access.authorization(remote.authorization),
      tls: access.tls(remote.tls),
      writeRelabel: remote.writeRelabel ?? [],
    })),
    remoteRead: (options.remoteRead ?? []).map((remote) => ({
      url: remote.url,
      authorization: access.authorization(remote.authorization),
      tls: access.tls(remote.tls),
      readRecent: remote.readRecent ?? false,
    })),
  }
}

/** A scrape job with defaults; `null` when all its targets are engines that do not run here. */
export function resolveJob(spec: ScrapeJobSpec, system: string, context: ScrapeContext): ScrapeJob | null {
  const { environment, access } = context
  const sources: readonly Targets[] = Array.isArray(spec.targets) ? spec.targets : [spec.targets as Targets]
  const targets = sources.flatMap((source) => resolveTargets(source, context) ?? [])
  if (targets.length === 0) return null
  const interval = spec.interval ?? environment.prometheus?.scrapeInterval ?? '15s'
  const timeout = spec.timeout ?? environment.prometheus?.scrapeTimeout ?? '10s'
  return {
    name: spec.name,
    system,
    targets,
    families: spec.metrics.flatMap((set) => Object.values(set)),
    interval,
    // Prometheus refuses a timeout longer than the interval; a stated one is left for the check to find.
    timeout: spec.timeout === undefined && toMilliseconds(timeout) > toMilliseconds(interval) ? interval : timeout,
    path: spec.path ?? '/metrics',
    scheme: spec.scheme ?? 'http',
    params: spec.params ?? {},
    authorization: access.authorization(spec.authorization),
    tls: access.tls(spec.tls),
    honorLabels: spec.honorLabels ?? false,
    honorTimestamps: spec.honorTimestamps ?? true,
    relabel: spec.relabel ?? [],
    metricRelabel: spec.metricRelabel ?? [],
    sampleLimit: spec.sampleLimit ?? 0,
    labelLimit: spec.labelLimit ?? 0,
    labelNameLengthLimit: spec.labelNameLengthLimit ?? 0,
    labelValueLengthLimit: spec.labelValueLengthLimit ?? 0,
    targetLimit: spec.targetLimit ?? 0,
    bodySizeLimit: spec.bodySizeLimit ?? '',
    place: spec.place,
  }
}

function resolveTargets(source: Targets, { engines, access }: ScrapeContext): ScrapeTargets | null {
  switch (source.kind) {
    case 'engine': {
      const engine = engines[source.engine]
      return engine.enabled ? { kind: 'static', targets: [engine.address], labels: source.labels ?? {} } : null
    }
    case 'http':
      return { ...source, authorization: access.authorization(source.authorization), tls: access.tls(source.tls) }
    case 'consul':
      return {
        ...source,
        token: source.token === undefined ? null : access.secret(source.token),
        tls: access.tls(source.tls),
      }
    case 'kubernetes':
    case 'triton':
      return { ...source, tls: access.tls(source.tls) }
    default:
      return source
  }
}
