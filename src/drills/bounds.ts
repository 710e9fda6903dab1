import type { Alert, Model, Recording, Route, RuleGroup } from '../model/model.ts'
import type { DrillSpec } from '../spec/drills.ts'
import { toMilliseconds } from '../spec/duration.ts'
import { silences } from './faults.ts'

/** The longest that each step of a drill may take, in seconds. */
export interface DrillBounds {
  readonly detection: number
  readonly delivery: number
  readonly resolve: number
}

/** Seconds that a notification may be on its way between two programs of one machine. */
const transport = 2

/** The worst case of a drill: every step has just missed the one before. */
export function boundsOf(model: Model, drill: DrillSpec): DrillBounds {
  const { alert, group } = findAlert(model, drill.expects.alert)
  const evaluation = seconds(group.interval)
  const seen = scrape(model, alert, drill.expects.labels?.job) + evaluation
  const told = Math.max(
    ...routesOf(model).map(({ groupWait, groupInterval }) => Math.max(seconds(groupWait), seconds(groupInterval))),
  )
  const held = Math.ceil(seconds(alert.for) / evaluation) * evaluation
  const sentAgain = silences(drill.fault) ? seconds(model.prometheus.resendDelay) + evaluation : 0
  return {
    detection: seconds(drill.shows ?? '0s') + seen + held,
    delivery: sentAgain + told + transport,
    resolve:
      seconds(drill.recovers ?? '0s') +
      seen +
      longestRange(model, alert) +
      seconds(alert.keepFiringFor) +
      told +
      transport,
  }
}

function findAlert(model: Model, name: string): { readonly alert: Alert; readonly group: RuleGroup } {
  for (const group of model.ruleFiles.flatMap(({ groups }) => groups)) {
    const alert = group.rules.find((rule): rule is Alert => rule.kind === 'alert' && rule.name === name)
    if (alert !== undefined) return { alert, group }
  }
  throw new Error(`no alert ${name}`)
}

/** The slowest job that may bring the alert's series. */
function scrape(model: Model, alert: Alert, job: string | undefined): number {
  const { jobs } = model.prometheus
  const named = jobs.filter(({ name }) => name === job)
  const own = jobs.filter(({ system }) => system === alert.system)
  const candidates = named.length > 0 ? named : own.length > 0 ? own : jobs
  const slowest = Math.max(...candidates.map(({ interval, timeout }) => seconds(interval) + seconds(timeout)))
  // A job of the exporter service shows what its collectors found, which may be as old as its cache.
  return slowest + (named.length > 0 ? 0 : seconds(model.exporter.cacheTtl) + seconds(model.exporter.collectorTimeout))
}

/** How far back an expression looks, the recordings that it reads included. */
function longestRange(model: Model, rule: Alert | Recording): number {
  const ranges = [...rule.expr.text.matchAll(/\[([0-9a-z]+)(?::[^\]]*)?\]/g)].map(([, range]) => seconds(range ?? '0s'))
  const read = recordings(model).filter(({ name }) => name !== rule.name && rule.expr.text.includes(name))
  return Math.max(0, ...ranges, ...read.map((recording) => longestRange(model, recording)))
}

function recordings(model: Model): readonly Recording[] {
  const rules = model.ruleFiles.flatMap(({ groups }) => groups).flatMap((group) => group.rules)
  return rules.filter((rule): rule is Recording => rule.kind === 'record')
}

function routesOf(model: Model): readonly Route[] {
  const below = (route: Route): readonly Route[] => [route, ...route.routes.flatMap(below)]
  return below(model.alertmanager.route)
}

function seconds(duration: string): number {
  return toMilliseconds(duration) / 1000
}
