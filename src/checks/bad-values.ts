import type { ComparisonOperator, Expr } from '../promql/ast.ts'
import { isComparison, mirrored } from '../promql/operators.ts'
import { withoutParens } from './readings.ts'
import { type ShownValue, shownValue } from './shown-value.ts'
import type { AlertSubject, Subjects } from './subject.ts'

/** Values at which an alert fires. */
export interface BadValues {
  /** As if the number stood on the right. */
  readonly operator: ComparisonOperator
  readonly limit: number
  /** Name of the alert. */
  readonly alert: string
}

type Fact = BadValues & { readonly of: ShownValue }

const known = new WeakMap<Subjects, ReadonlyMap<string, readonly Fact[]>>()

/** Which values of an expression are bad, as the alerts on the same measure say. */
export function badValuesOf(expr: Expr, subjects: Subjects): readonly BadValues[] {
  let facts = known.get(subjects)
  if (facts === undefined) {
    facts = gather(subjects.queries.filter((subject) => subject.where === 'alert'))
    known.set(subjects, facts)
  }
  const { key, matchers } = shownValue(expr)
  // What is bad for some series says nothing of others.
  return (facts.get(key) ?? []).filter(({ of }) => [...of.matchers].every((matcher) => matchers.has(matcher)))
}

function gather(alerts: readonly AlertSubject[]): ReadonlyMap<string, readonly Fact[]> {
  const facts = new Map<string, Fact[]>()
  for (const { expr, name, labels } of alerts) {
    if (expr === null || harmless.has(labels.severity ?? '')) continue
    for (const fact of comparisonsIn(expr, name)) {
      const others = facts.get(fact.of.key)
      if (others === undefined) facts.set(fact.of.key, [fact])
      else others.push(fact)
    }
  }
  return facts
}

/** Each of several alternatives is bad by itself; of what only counts together with something else, nothing is known. */
function comparisonsIn(expr: Expr, alert: string): readonly Fact[] {
  const node = withoutParens(expr)
  if (node.kind !== 'binary') return []
  const { operator, left, right, bool } = node
  if (operator === 'or') return [...comparisonsIn(left, alert), ...comparisonsIn(right, alert)]
  if (!isComparison(operator) || bool !== null) return []
  const [a, b] = [withoutParens(left), withoutParens(right)]
  if (b.kind === 'number') return [{ operator, limit: b.value, alert, of: shownValue(a) }]
  return a.kind === 'number' ? [{ operator: mirrored[operator], limit: a.value, alert, of: shownValue(b) }] : []
}
/** Severities of alerts that tell something and complain of nothing. */
const harmless: ReadonlySet<string> = new Set(['info', 'none'])
