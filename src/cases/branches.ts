import type { Binary, Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import { isSetOperator } from '../promql/operators.ts'
import { parsePromql } from '../promql/parse.ts'
import type { AlertCase } from './alert-case.ts'
import { watchAlert } from './evaluation/alert-watch.ts'
import { evaluateVector, identityOf } from './evaluation/evaluate.ts'
import { NotEvaluated } from './evaluation/vector.ts'

/** Something that a set operator can do. */
export interface Branch {
  /** In words, as in `the 2nd branch of or gives the result`. */
  readonly words: string
  readonly isShown: boolean
}

/** What the set operators of a query do, and whether one of its cases shows it at the time of some expectation. */
export function branchesOf(query: string, cases: readonly AlertCase[]): readonly Branch[] {
  const { node } = parsePromql(query)
  if (node === null) return []
  return setsIn(node).flatMap((set) =>
    effects[set.operator as keyof typeof effects].map(([words, isSeen]) => ({
      words: `${words}: ${query.slice(set.from, set.to).replace(/\s+/g, ' ')}`,
      isShown: cases.some((one) => isShownBy(one, set, isSeen)),
    })),
  )
}

interface Sides {
  readonly left: ReadonlySet<string>
  readonly result: ReadonlySet<string>
}

const effects = {
  or: [
    ['the left side of or gives the result', ({ left }: Sides) => left.size > 0],
    ['the right side of or gives the result', ({ left, result }: Sides) => [...result].some((key) => !left.has(key))],
  ],
  and: [
    ['both sides of and hold', ({ result }: Sides) => result.size > 0],
    ['the right side of and holds back the left', ({ left, result }: Sides) => result.size < left.size],
  ],
  unless: [
    ['unless lets the left side through', ({ result }: Sides) => result.size > 0],
    ['unless holds back the left side', ({ left, result }: Sides) => result.size < left.size],
  ],
} as const

/** What cannot be evaluated here is taken for shown. */
function isShownBy(one: AlertCase, set: Binary, isSeen: (sides: Sides) => boolean): boolean {
  try {
    const { world } = watchAlert(one)
    const keys = (expr: Expr, at: number) => new Set(evaluateVector(expr, at, world).map(identityOf))
    return one.expectations.some(({ at }) => isSeen({ left: keys(set.left, at), result: keys(set, at) }))
  } catch (error) {
    if (error instanceof NotEvaluated) return true
    throw error
  }
}

function setsIn(node: Expr): readonly Binary[] {
  const inside = childrenOf(node).flatMap(setsIn)
  return node.kind === 'binary' && isSetOperator(node.operator) ? [node, ...inside] : inside
}
