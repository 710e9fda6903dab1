import type { Expr } from '../../promql/ast.ts'
import { parsePromql } from '../../promql/parse.ts'
import { toMilliseconds } from '../../spec/duration.ts'
import type { AlertCase } from '../alert-case.ts'
import { evaluateVector, identityOf, type World } from './evaluate.ts'
import { SampleStore } from './sample-store.ts'
import { type Element, NotEvaluated } from './vector.ts'

/** An alert and the series that it looks at. */
export interface AlertWatch {
  readonly expr: Expr
  readonly world: World
  readonly evaluationInterval: number
  /** `for`, rounded up to evaluations. */
  readonly pending: number
}

type Watched = Pick<AlertCase, 'alert' | 'recordings' | 'series' | 'slot' | 'evaluationInterval'>

/**
 * An alert on the series of a case.
 *
 * @throws NotEvaluated when an expression cannot be read.
 */
export function watchAlert({ alert, recordings, series, slot, evaluationInterval }: Watched): AlertWatch {
  return {
    expr: parsed(alert.expr.text),
    world: {
      store: new SampleStore(series, slot),
      recorded: new Map(recordings.map(({ name, expr }) => [name, parsed(expr.text)])),
    },
    evaluationInterval,
    pending: Math.ceil(toMilliseconds(alert.for) / evaluationInterval) * evaluationInterval,
  }
}

/** What the expression gives at a time. */
export function seenAt({ expr, world }: AlertWatch, time: number): readonly Element[] {
  return evaluateVector(expr, time, world)
}

/** The series for which the alert fires at a time: those that it has given at each evaluation for long enough. */
export function firingAt(watch: AlertWatch, time: number): readonly Element[] {
  let left = seenAt(watch, time)
  for (
    let before = time - watch.evaluationInterval;
    before >= time - watch.pending;
    before -= watch.evaluationInterval
  ) {
    if (left.length === 0) return left
    if (before < 0) return []
    const there = new Set(seenAt(watch, before).map(identityOf))
    left = left.filter((one) => there.has(identityOf(one)))
  }
  return left
}

const trees = new Map<string, Expr>()

function parsed(text: string): Expr {
  const known = trees.get(text)
  if (known !== undefined) return known
  const { node } = parsePromql(text)
  if (node === null) throw new NotEvaluated('the expression cannot be read')
  trees.set(text, node)
  return node
}
