import type { Problem } from '../errors/problem.ts'
import { suggestHint } from '../errors/suggest.ts'
import type { Model } from '../model/model.ts'
import { recordingsOf } from '../model/rules.ts'
import type { CaseSpec } from '../spec/cases.ts'
import { parseDuration, toMilliseconds } from '../spec/duration.ts'
import { type AlertCase, caseInvalid } from './alert-case.ts'
import { type AlertWithNeeds, rulesWithNeeds } from './needed-rules.ts'
import { resolveExpectation } from './resolve-expectation.ts'
import { resolveHistogram, resolveSeries } from './resolve-series.ts'

/** Every case that can be run, and what is wrong with the others. */
export interface ResolvedCases {
  readonly alerts: ReadonlyMap<string, AlertWithNeeds>
  /** Alerts and recording rules, by name. */
  readonly rules: ReadonlyMap<string, AlertWithNeeds>
  readonly cases: readonly AlertCase[]
  readonly problems: readonly Problem[]
}

/** Prometheus looks back this long for a sample. */
const lookBack = 300_000

/** Resolves the cases of a model: series as the stack's jobs really have them, expectations in full. Pure. */
export function resolveCases(model: Model, specs: readonly CaseSpec[] = model.cases()): ResolvedCases {
  const { alerts, tellers } = rulesWithNeeds(model)
  const recorded = new Set(recordingsOf(model).map(({ name }) => name))
  const off = new Set(model.switchedOff.map((path) => path.split('/').at(-1)))
  const cases: AlertCase[] = []
  const problems: Problem[] = []
  const counts = new Map<string, number>()
  for (const spec of specs.filter(({ alert }) => !off.has(alert))) {
    const count = (counts.get(spec.alert) ?? 0) + 1
    counts.set(spec.alert, count)
    const resolved = resolveCase(spec, `${spec.alert}/${count}`, { model, alerts, tellers, recorded })
    if (resolved.made !== null) cases.push(resolved.made)
    problems.push(...resolved.problems)
  }
  return { alerts, rules: new Map([...tellers, ...alerts]), cases, problems }
}

interface CaseContext {
  readonly model: Model
  readonly alerts: ReadonlyMap<string, AlertWithNeeds>
  readonly tellers: ReadonlyMap<string, AlertWithNeeds>
  readonly recorded: ReadonlySet<string>
}

function resolveCase(
  spec: CaseSpec,
  id: string,
  { model, alerts, tellers, recorded }: CaseContext,
): { readonly made: AlertCase | null; readonly problems: readonly Problem[] } {
  const path = `cases.${id}`
  const fail = (message: string, hint: string) => ({
    made: null,
    problems: [{ id: caseInvalid, severity: 'error' as const, message, hint, path, place: spec.place }],
  })
  const needs = alerts.get(spec.alert) ?? tellers.get(spec.alert)
  if (needs === undefined)
    return fail(
      `there is no alert and no recording rule ${spec.alert}`,
      suggestHint(spec.alert, [...alerts.keys(), ...tellers.keys()]),
    )
  if (alerts.has(spec.alert) ? spec.expect.some((one) => one.recorded.length > 0) : spec.expect.some(firesIn))
    return fail(
      `${spec.alert} ${alerts.has(spec.alert) ? 'is an alert' : 'is a recording rule'}`,
      'Alerts fire, recording rules give series.',
    )
  const times = spec.expect.flatMap(({ at }) => at)
  const evaluationInterval = toMilliseconds(model.prometheus.evaluationInterval)
  const bad = times.find((time) => (parseDuration(time) ?? 1) % evaluationInterval !== 0)
  if (bad !== undefined)
    return fail(
      `${spec.alert}: nothing is evaluated at ${bad}`,
      `Rules are evaluated every ${model.prometheus.evaluationInterval}.`,
    )
  if (times.length === 0) return fail(`${spec.alert}: the case expects nothing`, 'Add fires(…) or quiet(…).')
  const interval = spec.interval === undefined ? null : parseDuration(spec.interval)
  if (spec.interval !== undefined && (interval === null || interval === 0))
    return fail(`${spec.interval} is no interval of samples`, 'As in 15s.')

  const context = { model, recorded, interval, until: Math.max(...times.map(toMilliseconds)), path }
  const given = spec.given.map((one) =>
    one.kind === 'series' ? resolveSeries(one, context) : resolveHistogram(one, context),
  )
  const problems = given.flatMap((one) => one.problems)
  if (problems.length > 0) return { made: null, problems }
  const series = given.flatMap((one) => one.series)
  const grid = [evaluationInterval, lookBack, ...needs.durations, ...series.map((one) => one.interval)]
  const scrapeLabels = new Set(given.flatMap((one) => one.scrapeLabels))
  const made: AlertCase = {
    id,
    alert: needs.alert,
    recordings: needs.recordings,
    name: spec.name,
    slot: grid.reduce(greatestDivisor) / 2,
    evaluationInterval,
    series,
    expectations: spec.expect.flatMap((one) => resolveExpectation(one, needs, series, scrapeLabels)),
    place: spec.place,
  }
  return { made, problems: [] }
}

function firesIn({ alerts }: CaseSpec['expect'][number]): boolean {
  return alerts.length > 0
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
