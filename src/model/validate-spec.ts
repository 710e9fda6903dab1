import type { Place } from '../errors/place.ts'
import type { Problem } from '../errors/problem.ts'
import { compile, validate } from '../errors/zod.ts'
import type { DashboardSpec } from '../spec/dashboard.ts'
import type { EnvironmentName, EnvironmentSpec } from '../spec/environment.ts'
import type { NotifySpec } from '../spec/notify.ts'
import type { RuleSpec } from '../spec/rules.ts'
import type { BuiltSystem } from './resolve-systems.ts'
import { dashboard as dashboardSchema } from './schema/dashboard.ts'
import { environment as environmentSchema } from './schema/environment.ts'
import { expectation, inhibition, muteTiming, notify as notifySchema, receiver, routingTree } from './schema/notify.ts'
import { alertOverride, rule as ruleSchema } from './schema/rules.ts'
import { scrapeJob } from './schema/scrape.ts'

/** Faults of one environment's settings. */
export function validateEnvironment(name: EnvironmentName, spec: EnvironmentSpec): readonly Problem[] {
  return validate(environmentSchema, spec, { path: `environments.${name}`, place: spec.place })
}

/** Faults of everything that a system brings, each at the definition that has it. */
export function validateParts({ spec, parts }: BuiltSystem): readonly Problem[] {
  return [
    ...parts.jobs.flatMap((job) =>
      validate(scrapeJob, job, { path: `${spec.name}.jobs.${job.name}`, place: job.place }),
    ),
    ...validateRules(spec.name, parts.rules),
    ...Object.entries(spec.alerts).flatMap(([name, override]) =>
      validate(alertOverride, override, { path: `${spec.name}.alerts.${name}`, place: spec.place }),
    ),
    ...parts.dashboards.flatMap((one) => validateDashboard(one)),
  ]
}

function validateRules(system: string, rules: readonly RuleSpec[]): readonly Problem[] {
  // To compile the schema costs what some thousand rules save.
  const schema = rules.length > 2000 ? compile(ruleSchema) : ruleSchema
  return rules.flatMap((rule) => {
    const path = `${system}.${rule.kind === 'alert' ? 'alerts' : 'records'}.${rule.name}`
    return validate(schema, rule, { path, place: rule.place })
  })
}

/** Faults of a dashboard. */
export function validateDashboard(spec: DashboardSpec): readonly Problem[] {
  return atInnermost(
    validate(dashboardSchema, spec, { path: `dashboards.${spec.key}`, place: spec.place }),
    `dashboards.${spec.key}`,
    spec,
  )
}

/** Faults of the notification policy. */
export function validateNotify(spec: NotifySpec, place: Place): readonly Problem[] {
  const parts = [
    ...spec.receivers.flatMap((one) =>
      validate(receiver, one, { path: `notify.receivers.${one.name}`, place: one.place }),
    ),
    ...(spec.inhibitions ?? []).flatMap((one, index) =>
      validate(inhibition, one, { path: `notify.inhibitions.${index}`, place: one.place }),
    ),
    ...(spec.muteTimings ?? []).flatMap((one) =>
      validate(muteTiming, one, { path: `notify.muteTimings.${one.name}`, place: one.place }),
    ),
    ...(spec.expectations ?? []).flatMap((one, index) =>
      validate(expectation, one, { path: `notify.expectations.${index}`, place: one.place }),
    ),
    ...atInnermost(
      validate(routingTree, spec.route, { path: 'notify.route', place: spec.route.place }),
      'notify.route',
      spec.route,
    ),
  ]
  // The whole is only looked at when its parts are sound: it would repeat every fault without its place.
  return parts.length > 0 ? parts : validate(notifySchema, spec, { path: 'notify', place })
}

/** Moves each problem to the innermost definition on its path that has a place of its own. */
function atInnermost(
  problems: readonly Problem[],
  prefix: string,
  root: { readonly place: Place },
): readonly Problem[] {
  return problems.map((problem) => {
    let place = root.place
    let value: unknown = root
    for (const key of problem.path.slice(prefix.length + 1).split('.')) {
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
      const own = typeof value === 'object' && value !== null ? (value as { place?: Place }).place : undefined
      if (own !== undefined) place = own
    }
    return { ...problem, place }
  })
}
