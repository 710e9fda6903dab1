import type { Problem } from '../errors/problem.ts'
import type { EngineName } from '../spec/engine-name.ts'
import type { EnvironmentName, EnvironmentSpec } from '../spec/environment.ts'
import type { StackSpec } from '../spec/stack.ts'
import { assembleModel } from './assemble-model.ts'
import type { Model } from './model.ts'
import { resolveEngines } from './resolve-engines.ts'
import type { ResolveRequest } from './resolve-request.ts'
import { applyOverrides } from './resolve-rules.ts'
import { buildSystem } from './resolve-systems.ts'
import { validateDashboard, validateEnvironment, validateNotify, validateParts } from './validate-spec.ts'

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

  const engines = resolveEngines(environment, request.placement, { without: [], versions: {}, ...request.engines })
  const context = { environment: request.environment, runs: (name: EngineName) => engines[name].enabled }
  const attempts = spec.systems(environment, context).map(buildSystem)
  const built = attempts.map((attempt) => attempt.built)
  const overrides = built.map(({ spec: system, parts }) => applyOverrides(system, parts.rules))
  const notify = spec.notify(environment, context)
  const dashboards = spec.dashboards(environment, context)
  const problems = [
    ...attempts.flatMap((attempt) => attempt.problems),
    ...built.flatMap(validateParts),
    ...overrides.flatMap((override) => override.problems),
    ...dashboards.flatMap(validateDashboard),
    ...validateNotify(notify, spec.place),
    ...missingDatabases(environment, request.environment),
  ]
  if (problems.length > 0) return { model: null, problems }
  const systems = built.map((system, index) => ({ ...system, rules: overrides[index]?.rules ?? [] }))
  return { model: assembleModel(spec, request, { environment, engines, systems, notify, dashboards }), problems: [] }
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
