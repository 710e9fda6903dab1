import type { DashboardSpec } from '../spec/dashboard.ts'
import type { EnvironmentSpec } from '../spec/environment.ts'
import type { NotifySpec } from '../spec/notify.ts'
import type { RuleSpec } from '../spec/rules.ts'
import type { StackSpec } from '../spec/stack.ts'
import { buildCatalog } from './catalog.ts'
import { collectSecrets } from './collect-secrets.ts'
import { resolveDashboard } from './dashboards.ts'
import type { ExporterService, Model } from './model.ts'
import { postgresPasswordSecret, redisPasswordSecret } from './names.ts'
import { type Access, accessFor } from './resolve-access.ts'
import { resolveNotify } from './resolve-notify.ts'
import { resolveReferences } from './resolve-references.ts'
import type { ResolveRequest } from './resolve-request.ts'
import { resolveRules } from './resolve-rules.ts'
import { resolveJob, resolvePrometheus } from './resolve-scrape.ts'
import type { BuiltSystem } from './resolve-systems.ts'
import { resolveUrls } from './resolve-urls.ts'

/** The parts of a spec for one environment, validated. */
export interface SoundParts {
  readonly environment: EnvironmentSpec
  readonly engines: Model['engines']
  /** Systems with their rules after the stack's changes. */
  readonly systems: readonly (BuiltSystem & { readonly rules: readonly RuleSpec[] })[]
  readonly notify: NotifySpec
  readonly dashboards: readonly DashboardSpec[]
}

/** Puts validated parts together; nothing can go wrong any more. */
export function assembleModel(spec: StackSpec, request: ResolveRequest, parts: SoundParts): Model {
  const { placement, runbooks, runbookLayout } = request
  const { environment, engines, systems } = parts
  const access = accessFor(placement)
  const urls = resolveUrls(environment, engines)
  const context = { environment, engines, access }
  const jobs = systems.flatMap((system) =>
    system.parts.jobs.flatMap((job) => resolveJob(job, system.spec.name, context) ?? []),
  )
  const prometheus = resolvePrometheus(jobs, context)
  const dashboardsOf = (system: string, specs: readonly DashboardSpec[]) =>
    specs.map((one) => resolveDashboard(one, { stack: spec.name, system, scrapeInterval: prometheus.scrapeInterval }))
  const dashboards = [
    ...dashboardsOf('', parts.dashboards),
    ...systems.flatMap((system) => dashboardsOf(system.spec.name, system.parts.dashboards)),
  ]
  const ruleContext = { evaluationInterval: prometheus.evaluationInterval, urls, dashboards }
  const alertmanager = resolveNotify(parts.notify, engines, access)
  const exporter = resolveExporter(environment, engines, access)
  const databases = resolveDatabases(environment, engines, access)
  const proofs = () => systems.flatMap(({ parts: { cases } }) => cases?.() ?? [])
  return {
    name: spec.name,
    environment: request.environment,
    placement,
    demo: environment.demo ?? false,
    externalLabels: environment.externalLabels ?? {},
    engines,
    urls,
    systems: systems.map(({ system }) => system),
    catalog: buildCatalog(jobs, { prometheusVersion: engines.prometheus.version }),
    prometheus,
    ruleFiles: systems
      .filter(({ rules }) => rules.length > 0)
      .map(({ spec: { name }, rules }) => resolveRules(name, rules, ruleContext)),
    alertmanager,
    dashboards,
    exporter,
    databases,
    runbooks,
    cases: () => proofs().filter((proof) => proof.kind === 'case'),
    equivalents: () => proofs().filter((proof) => proof.kind === 'equivalent'),
    histories: () => systems.flatMap(({ parts: { history } }) => history?.() ?? []),
    switchedOff: systems.flatMap(({ spec: { name, alerts } }) =>
      Object.keys(alerts)
        .filter((alert) => alerts[alert] === false)
        .map((alert) => `${name}/${alert}`),
    ),
    runbookLayout,
    secrets: collectSecrets({ prometheus, alertmanager, exporter, databases }, engines, access),
    place: spec.place,
  }
}

function resolveExporter(environment: EnvironmentSpec, engines: Model['engines'], access: Access): ExporterService {
  const options = environment.exporter ?? { collectors: {} }
  return {
    path: options.path ?? '/metrics',
    enabled: options.enabled ?? true,
    cacheTtl: options.cacheTtl ?? '5s',
    collectorTimeout: options.collectorTimeout ?? '5s',
    seriesLimit: options.seriesLimit ?? 5000,
    processMetrics: options.processMetrics ?? true,
    profiling: options.profiling ?? false,
    authorization: access.authorization(options.authorization),
    tls: options.tls ?? null,
    collectors: resolveReferences(options.collectors, engines, access) as ExporterService['collectors'],
    mounts: options.mounts ?? {},
  }
}

function resolveDatabases(environment: EnvironmentSpec, engines: Model['engines'], access: Access): Model['databases'] {
  const password = (name: string) => access.secret({ kind: 'secret', name })
  const at = (address: string) => ({
    host: address.slice(0, address.lastIndexOf(':')),
    port: Number(address.slice(address.lastIndexOf(':') + 1)),
  })
  const postgres = environment.postgres ?? { ...at(engines.postgres.address), user: 'belfry', database: 'belfry' }
  const redis = environment.redis ?? at(engines.redis.address)
  return {
    postgres: { port: 5432, sslmode: 'disable', ...postgres, password: password(postgresPasswordSecret) },
    redis: { port: 6379, ...redis, password: password(redisPasswordSecret) },
  }
}
