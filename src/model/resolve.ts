import type { Problem } from '../errors/problem.ts'
import type { EnvironmentName, EnvironmentSpec } from '../spec/environment.ts'
import type { StackSpec } from '../spec/stack.ts'
import { buildCatalog } from './catalog.ts'
import { collectSecrets } from './collect-secrets.ts'
import { resolveDashboard } from './dashboards.ts'
import type { ExporterService, Model, Placement, Runbook } from './model.ts'
import { postgresPasswordSecret, redisPasswordSecret } from './names.ts'
import { type Access, accessFor } from './resolve-access.ts'
import { type EngineChanges, resolveEngines } from './resolve-engines.ts'
import { resolveNotify } from './resolve-notify.ts'
import { applyOverrides, resolveRules } from './resolve-rules.ts'
import { resolveJob, resolvePrometheus } from './resolve-scrape.ts'
import { type BuiltSystem, buildSystem } from './resolve-systems.ts'
import { resolveUrls } from './resolve-urls.ts'
import { validateDashboard, validateEnvironment, validateNotify, validateParts } from './validate-spec.ts'

/** What to resolve a spec for. */
export interface ResolveRequest {
  readonly environment: EnvironmentName
  readonly placement: Placement
  /** The author's runbook pages. */
  readonly runbooks: readonly Runbook[]
  /** The template around each runbook page. */
  readonly runbookLayout: string
  /** @default nothing changes */
  readonly engines?: Partial<EngineChanges>
}

/** A model, or all the faults that stand in its way. */
export type Resolution =
  | { readonly model: Model; readonly problems: readonly [] }
  | { readonly model: null; readonly problems: readonly Problem[] }

/** Resolves a spec for one environment: every default filled in, every reference followed, every fault reported. */
export function resolve(spec: StackSpec, request: ResolveRequest): Resolution {
  const environment = spec.environments[request.environment]
  const environmentProblems = validateEnvironment(request.environment, environment)
  // Content computes from the environment, so nothing is built on a broken one.
  if (environmentProblems.length > 0) return { model: null, problems: environmentProblems }

  const attempts = spec.systems(environment, request.environment).map(buildSystem)
  const systems = attempts.flatMap(({ built }) => (built === null ? [] : [built]))
  const overrides = systems.map(({ spec: system, parts }) => applyOverrides(system, parts.rules))
  const notify = spec.notify(environment, request.environment)
  const dashboards = spec.dashboards(environment, request.environment)
  const problems = [
    ...attempts.flatMap((attempt) => attempt.problems),
    ...systems.flatMap(validateParts),
    ...overrides.flatMap((override) => override.problems),
    ...dashboards.flatMap(validateDashboard),
    ...validateNotify(notify, spec.place),
    ...missingDatabases(environment, request.environment),
  ]
  if (problems.length > 0) return { model: null, problems }
  return {
    model: assemble(
      spec,
      request,
      environment,
      systems,
      overrides.map(({ rules }) => rules),
    ),
    problems: [],
  }
}

function assemble(
  spec: StackSpec,
  request: ResolveRequest,
  environment: EnvironmentSpec,
  systems: readonly BuiltSystem[],
  rules: readonly BuiltSystem['parts']['rules'][],
): Model {
  const { placement, runbooks, runbookLayout } = request
  const access = accessFor(placement)
  const engines = resolveEngines(environment, placement, { without: [], versions: {}, ...request.engines })
  const urls = resolveUrls(environment, engines)
  const context = { environment, engines, access }
  const jobs = systems.flatMap(({ spec: system, parts }) =>
    parts.jobs.flatMap((job) => resolveJob(job, system.name, context) ?? []),
  )
  const prometheus = resolvePrometheus(jobs, context)
  const dashboardContext = { stack: spec.name, scrapeInterval: prometheus.scrapeInterval }
  const dashboards = [
    ...spec
      .dashboards(environment, request.environment)
      .map((one) => resolveDashboard(one, { ...dashboardContext, system: '' })),
    ...systems.flatMap(({ spec: { name }, parts }) =>
      parts.dashboards.map((one) => resolveDashboard(one, { ...dashboardContext, system: name })),
    ),
  ]
  const ruleContext = { evaluationInterval: prometheus.evaluationInterval, urls, dashboards }
  const alertmanager = resolveNotify(spec.notify(environment, request.environment), engines, access)
  const exporter = resolveExporter(environment, access)
  const databases = resolveDatabases(environment, engines, access)
  return {
    name: spec.name,
    environment: request.environment,
    placement,
    demo: environment.demo ?? false,
    externalLabels: environment.externalLabels ?? {},
    engines,
    urls,
    systems: systems.map(({ system }) => system),
    catalog: buildCatalog(jobs),
    prometheus,
    ruleFiles: systems
      .map(({ spec: { name } }, index) => resolveRules(name, rules[index] ?? [], ruleContext))
      .filter((file) => file.groups.some((group) => group.rules.length > 0)),
    alertmanager,
    dashboards,
    exporter,
    databases,
    runbooks,
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

function resolveExporter(environment: EnvironmentSpec, access: Access): ExporterService {
  const options = environment.exporter ?? { collectors: {} }
  return {
    path: options.path ?? '/metrics',
    enabled: options.enabled ?? true,
    cacheTtl: options.cacheTtl ?? '5s',
    collectorTimeout: options.collectorTimeout ?? '5s',
    seriesLimit: options.seriesLimit ?? 5000,
    processMetrics: options.processMetrics ?? true,
    authorization: access.authorization(options.authorization),
    tls: options.tls ?? null,
    collectors: options.collectors,
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

/** Without the demo's own databases the environment has to name the ones to watch. */
function missingDatabases(environment: EnvironmentSpec, name: EnvironmentName): readonly Problem[] {
  if (environment.demo === true) return []
  return (['postgres', 'redis'] as const)
    .filter((database) => environment[database] === undefined)
    .map((database) => ({
      id: 'spec-valid',
      severity: 'error' as const,
      message: `environments.${name}.${database}: missing, and the demo does not run`,
      hint: `Say where ${database} is, or set demo: true.`,
      path: `environments.${name}.${database}`,
      place: environment.place,
    }))
}
