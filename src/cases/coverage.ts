import type { Problem } from '../errors/problem.ts'
import type { Model } from '../model/model.ts'
import { alertsOf, recordingsOf } from '../model/rules.ts'
import type { AlertCase } from './alert-case.ts'
import { branchesOf } from './branches.ts'
import type { AlertWithNeeds } from './needed-rules.ts'
import type { ResolvedCases } from './resolve-cases.ts'

/** What no case shows. */
export const caseMissing = 'case-missing'

/** How many of all are shown by cases. */
export interface Coverage {
  readonly alerts: number
  readonly fires: number
  readonly quiet: number
  readonly resolves: number
  readonly recordings: number
  readonly recordingsUsed: number
  /** What `or`, `and` and `unless` can do, in all rules. */
  readonly branches: number
  readonly branchesShown: number
  readonly problems: readonly Problem[]
}

/** Which alerts are shown to fire, to stay quiet and to resolve, and which recording rules take part. */
export function coverageOf(model: Model, { alerts, cases }: ResolvedCases): Coverage {
  const shown = [...alerts.values()].map((needs) => ({
    needs,
    ...shownBy(
      needs,
      cases.filter((one) => one.alert.name === needs.alert.name),
    ),
  }))
  const used = new Set(cases.filter(firesIn).flatMap(({ recordings }) => recordings.map(({ name }) => name)))
  const recordings = recordingsOf(model)
  const branches = [...alertsOf(model), ...recordings].flatMap((rule) => {
    const own = cases.filter((one) => one.alert === rule || one.recordings.some(({ name }) => name === rule.name))
    return branchesOf(rule.expr.text, own).map((branch) => ({ ...branch, rule }))
  })
  return {
    alerts: shown.length,
    fires: shown.filter(({ fires }) => fires).length,
    quiet: shown.filter(({ quiet }) => quiet).length,
    resolves: shown.filter(({ resolves }) => resolves).length,
    recordings: recordings.length,
    recordingsUsed: recordings.filter(({ name }) => used.has(name)).length,
    branches: branches.length,
    branchesShown: branches.filter(({ isShown }) => isShown).length,
    problems: [
      ...branches
        .filter(({ isShown }) => !isShown)
        .map(({ rule, words }) =>
          missing(
            `${rule.name}: no case in which ${words}`,
            `${rule.system}.${rule.kind === 'alert' ? 'alerts' : 'records'}.${rule.name}`,
            rule.place,
          ),
        ),
      ...shown.flatMap(({ needs: { alert }, fires, quiet, resolves }) => {
        const lacks = [
          ...(fires ? [] : ['fires']),
          ...(quiet ? [] : ['stays quiet while its series are there']),
          ...(resolves ? [] : ['resolves']),
        ]
        return lacks.length === 0
          ? []
          : [
              missing(
                `no case in which ${alert.name} ${lacks.join(', none in which it ')}`,
                `${alert.system}.alerts.${alert.name}`,
                alert.place,
              ),
            ]
      }),
      ...recordings
        .filter(({ name }) => !used.has(name))
        .map(({ name, system, place }) =>
          missing(
            `no case in which ${name} makes an alert fire, or that shows what it gives`,
            `${system}.records.${name}`,
            place,
          ),
        ),
    ],
  }
}

interface Shown {
  readonly fires: boolean
  readonly quiet: boolean
  readonly resolves: boolean
}

function shownBy({ seriesNames }: AlertWithNeeds, cases: readonly AlertCase[]): Shown {
  // An alert that reads no series always fires.
  const always = seriesNames.length === 0
  return {
    fires: cases.some(firesIn),
    quiet: always || cases.some((one) => !firesIn(one) && one.series.some(({ name }) => seriesNames.includes(name))),
    resolves: always || cases.some(resolvesIn),
  }
}

function firesIn({ expectations }: AlertCase): boolean {
  return expectations.some(({ alerts }) => alerts.length > 0)
}

function resolvesIn({ expectations }: AlertCase): boolean {
  const first = Math.min(...expectations.filter(({ alerts }) => alerts.length > 0).map(({ at }) => at))
  return expectations.some(({ at, alerts }) => alerts.length === 0 && at > first)
}

function missing(message: string, path: string, place: Problem['place']): Problem {
  return { id: caseMissing, severity: 'error', message, hint: '', path, place }
}
