import { nameOf, type Reading, readingsOf } from '../checks/readings.ts'
import { subjectsOf } from '../checks/subjects-of.ts'
import { worldOf } from '../checks/world.ts'
import type { Alert, Model, Recording } from '../model/model.ts'
import { alertsOf, recordingsOf } from '../model/rules.ts'
import type { Expr } from '../promql/ast.ts'
import type { Facts } from '../promql/infer/facts.ts'
import { tellerOf } from './recording-teller.ts'

/** An alert with all that its evaluation needs. */
export interface AlertWithNeeds {
  readonly alert: Alert
  /** Directly or not, in the order of evaluation. */
  readonly recordings: readonly Recording[]
  /** Names of the series that it reads, those of recording rules left out. */
  readonly seriesNames: readonly string[]
  /** What its expression gives; `null` when it cannot be read. */
  readonly result: Facts | null
  /** Ranges, offsets and steps of all its expressions, in milliseconds. */
  readonly durations: readonly number[]
}

/** All alerts of a model, by name. */
export function alertsWithNeeds(model: Model): ReadonlyMap<string, AlertWithNeeds> {
  return rulesWithNeeds(model).alerts
}

/** All alerts of a model by name, and for each recording rule an alert that tells what it gives. */
export function rulesWithNeeds(model: Model): {
  readonly alerts: ReadonlyMap<string, AlertWithNeeds>
  readonly tellers: ReadonlyMap<string, AlertWithNeeds>
} {
  const { all } = readingsOf(subjectsOf({ ...model, dashboards: [] }), worldOf(model))
  const recordings = recordingsOf(model)
  const recorded = new Set(recordings.map(({ name }) => name))
  const needsOf = (alert: Alert, where: 'alert' | 'record'): AlertWithNeeds => {
    const readings = all.filter(({ subject }) => subject.where === where && subject.name === alert.name)
    const [own] = readings
    const needed = new Set(where === 'record' ? [alert.name] : [])
    // Grows while it is walked.
    for (const one of readings)
      for (const name of namesIn(one)) {
        if (!recorded.has(name) || needed.has(name)) continue
        needed.add(name)
        readings.push(...all.filter(({ subject }) => subject.where === 'record' && subject.name === name))
      }
    return {
      alert,
      recordings: recordings.filter(({ name }) => needed.has(name)),
      seriesNames: [...new Set(readings.flatMap(namesIn).filter((name) => !recorded.has(name)))],
      result: own?.result ?? null,
      durations: readings.flatMap(({ parts }) => parts.flatMap(durationsOf)),
    }
  }
  return {
    alerts: new Map(alertsOf(model).map((alert) => [alert.name, needsOf(alert, 'alert')])),
    tellers: new Map(recordings.map((rule) => [rule.name, needsOf(tellerOf(rule), 'record')])),
  }
}

function namesIn({ selectors }: Reading): readonly string[] {
  return selectors.flatMap((selector) => nameOf(selector) ?? [])
}

function durationsOf(node: Expr): readonly number[] {
  const offset = 'offset' in node && node.offset !== null ? [Math.abs(node.offset.milliseconds)] : []
  if (node.kind === 'matrix') return [...offset, node.range.milliseconds]
  if (node.kind !== 'subquery') return offset
  return [...offset, node.range.milliseconds, ...(node.step === null ? [] : [node.step.milliseconds])]
}
