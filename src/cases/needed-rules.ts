import { nameOf, partsOf, type Reading, readingsOf } from '../checks/readings.ts'
import { subjectsOf } from '../checks/subjects-of.ts'
import { alertsOf, recordingsOf } from '../checks/walk.ts'
import { worldOf } from '../checks/world.ts'
import type { Alert, Model, Recording } from '../model/model.ts'
import type { Expr } from '../promql/ast.ts'
import type { Facts } from '../promql/infer/facts.ts'

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
  const { all } = readingsOf(subjectsOf({ ...model, dashboards: [] }), worldOf(model))
  const reading = new Map(
    all.map((one) => [`${one.subject.where} ${'name' in one.subject ? one.subject.name : ''}`, one]),
  )
  const recordings = recordingsOf(model)
  const recorded = new Set(recordings.map(({ name }) => name))
  return new Map(
    alertsOf(model).map((alert) => {
      const own = reading.get(`alert ${alert.name}`)
      const readings = own === undefined ? [] : [own]
      const needed = new Set<string>()
      // Grows while it is walked.
      for (const one of readings)
        for (const name of namesIn(one)) {
          if (!recorded.has(name) || needed.has(name)) continue
          needed.add(name)
          readings.push(...all.filter(({ subject }) => subject.where === 'record' && subject.name === name))
        }
      const names = new Set(readings.flatMap(namesIn).filter((name) => !recorded.has(name)))
      return [
        alert.name,
        {
          alert,
          recordings: recordings.filter(({ name }) => needed.has(name)),
          seriesNames: [...names],
          result: own?.inference.result ?? null,
          durations: readings.flatMap(({ parts }) => parts.flatMap(durationsOf)),
        },
      ] as const
    }),
  )
}

/** Ranges, offsets and steps that stand in an expression, in milliseconds. */
export function durationsIn(expr: Expr): readonly number[] {
  return partsOf(expr).flatMap(durationsOf)
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
