import type { Binary, Call, Expr, VectorSelector } from '../../promql/ast.ts'
import { childrenOf } from '../../promql/children-of.ts'
import type { Model } from '../model.ts'
import { sourceDelays } from './source-delay.ts'

/** The terms of one path from a fault to the value of an expression, in milliseconds. */
export interface ExpressionDelay {
  readonly collect: number
  readonly scrape: number
  /** Evaluations of recording rules that the value waits for. */
  readonly record: number
  /** Until a range holds nothing from before the fault, where that decides. */
  readonly window: number
  /** Until series are known to be gone. */
  readonly absent: number
  /** Until a range holds nothing of a fault that is over. */
  readonly drain: number
}

/** The recording rules of a name, as the rule that reads them finds them. */
export type Recorded = (name: string) => readonly Hop[]

/** A recording rule that an expression reads. */
export interface Hop {
  readonly expr: Expr
  /** Wait for its evaluation; 0 when it comes before the reader in the same group. */
  readonly wait: number
  /** Those that it reads itself. */
  readonly recorded: Recorded
}

export interface ExpressionContext {
  readonly model: Model
  readonly recorded: Recorded
}

/**
 * The path on which a fault takes longest to show. A threshold of a range function is reckoned with all of the range: a
 * fault that just exceeds it is averaged with what was before it until nothing of that is left. Above zero one event is
 * enough, and extremes of a range show at once on their side.
 */
export function expressionDelay(expr: Expr, context: ExpressionContext): ExpressionDelay {
  const paths: Path[] = []
  follow(expr, 'presence', nothing, { ...context, reading: [], paths })
  const looksAtPresent = paths.some(({ offset }) => offset === 0)
  let worst = nothing
  let drain = 0
  for (const path of paths) {
    drain = Math.max(drain, path.drain)
    if (looksAtPresent && path.offset > 0) continue
    if (worst === nothing || lengthOf(path) > lengthOf(worst)) worst = path
  }
  const { collect, scrape, record, window, offset, absent } = worst
  return { collect, scrape, record, window: window + offset, absent, drain }
}

/**
 * How a value decides: that it is there (`presence`), by each `event` that it counts, by its `highest` or `lowest` sample
 * in a range, or by all of them, as an `average` does.
 */
type Deciding = 'presence' | 'event' | 'highest' | 'lowest' | 'average'

interface Path extends ExpressionDelay {
  /** The past that a selector looks at; it shows no fault as long as another one looks at the present. */
  readonly offset: number
}

interface Walk extends ExpressionContext {
  /** Names of recordings on the way here. */
  readonly reading: readonly string[]
  /** Those that were followed to their end. */
  readonly paths: Path[]
}

const nothing: Path = { collect: 0, scrape: 0, record: 0, window: 0, absent: 0, drain: 0, offset: 0 }

function lengthOf({ collect, scrape, record, window, absent, offset }: Path): number {
  return collect + scrape + record + window + absent + offset
}

/** Goes on from the outside in; `path` is what the way here takes. */
function follow(node: Expr, deciding: Deciding, path: Path, walk: Walk): void {
  switch (node.kind) {
    case 'vector':
      followSelector(node, deciding, shifted(path, node), walk)
      break
    case 'matrix':
      follow(node.selector, deciding, ranged(shifted(path, node), node.range.milliseconds, deciding), walk)
      break
    case 'subquery':
      follow(node.operand, deciding, ranged(shifted(path, node), node.range.milliseconds, deciding), walk)
      break
    case 'call':
      followCall(node, deciding, path, walk)
      break
    case 'binary':
      followBinary(node, deciding, path, walk)
      break
    default:
      for (const child of childrenOf(node)) follow(child, deciding, path, walk)
  }
}

function followSelector(node: VectorSelector, deciding: Deciding, path: Path, walk: Walk): void {
  for (const { collect, scrape } of sourceDelays(node, walk.model)) walk.paths.push({ ...path, collect, scrape })
  const name = node.name?.text ?? ''
  if (walk.reading.includes(name)) return
  for (const { expr, wait, recorded } of walk.recorded(name))
    follow(
      expr,
      deciding,
      { ...path, record: path.record + wait },
      { ...walk, recorded, reading: [...walk.reading, name] },
    )
}

function followCall({ name, args }: Call, deciding: Deciding, path: Path, walk: Walk): void {
  const vanish = name.text.startsWith('absent') ? Math.max(0, ...args.flatMap((arg) => vanishOf(arg, walk))) : 0
  const inner = vanish === 0 ? path : { ...path, absent: path.absent + vanish }
  for (const arg of args) follow(arg, decidingWithin(name.text, deciding), inner, walk)
}

/** What a range function makes of the way in which its value decides. */
function decidingWithin(name: string, deciding: Deciding): Deciding {
  if (name === 'present_over_time') return deciding === 'presence' || deciding === 'event' ? 'event' : 'average'
  if (name === 'max_over_time') return deciding === 'highest' || deciding === 'event' ? 'highest' : 'average'
  if (name === 'min_over_time') return deciding === 'lowest' ? 'lowest' : 'average'
  if (name === 'last_over_time') return 'highest'
  if (counting.has(name)) return deciding === 'event' ? 'event' : 'average'
  if (passing.has(name)) return deciding
  return 'average'
}

function vanishOf(node: Expr, walk: Walk): readonly number[] {
  if (node.kind === 'vector') return sourceDelays(node, walk.model).map(({ vanish }) => vanish)
  return childrenOf(node).flatMap((child) => vanishOf(child, walk))
}

function followBinary({ operator, left, right }: Binary, deciding: Deciding, path: Path, walk: Walk): void {
  const [fromLeft, fromRight] = decidingSides(operator, right, deciding)
  follow(left, fromLeft, path, walk)
  // What `unless` leaves out was so before the fault.
  if (operator !== 'unless') follow(right, fromRight, path, walk)
}

/** How the values of both sides decide. */
function decidingSides(operator: Binary['operator'], right: Expr, deciding: Deciding): readonly [Deciding, Deciding] {
  switch (operator) {
    case '>':
    case '>=':
    case '<':
    case '<=':
    case '!=':
    case '==': {
      // Within arithmetic a comparison only leaves out values; the one outside decides.
      if (deciding !== 'presence') return ['average', 'average']
      if (operator === '==') return ['average', 'average']
      const rising = operator === '>' || operator === '>=' || operator === '!='
      const fromLeft = zero(right) && (operator === '>' || operator === '!=') ? 'event' : rising ? 'highest' : 'lowest'
      return [fromLeft, operator === '!=' ? 'average' : rising ? 'lowest' : 'highest']
    }
    case 'unless':
    case 'and':
    case 'or':
      return [deciding, deciding]
    case '+':
      return deciding === 'presence' ? ['average', 'average'] : [deciding, deciding]
    default:
      return ['average', 'average']
  }
}

function zero(node: Expr): boolean {
  return node.kind === 'parens' ? zero(node.operand) : node.kind === 'number' && node.value === 0
}

function ranged(path: Path, range: number, deciding: Deciding): Path {
  const fills = deciding === 'average' || deciding === 'presence' ? range : 0
  return { ...path, window: path.window + fills, drain: path.drain + range }
}

function shifted(path: Path, { offset }: { readonly offset: { readonly milliseconds: number } | null }): Path {
  const past = Math.max(0, offset?.milliseconds ?? 0)
  return past === 0 ? path : { ...path, offset: path.offset + past }
}

/** Above zero as soon as something has happened. */
const counting = new Set(['increase', 'rate', 'changes', 'resets', 'count_over_time'])
/** Functions of single samples that keep their order. */
const passing = new Set([
  'ceil',
  'floor',
  'round',
  'sqrt',
  'ln',
  'log2',
  'log10',
  'exp',
  'clamp',
  'clamp_min',
  'clamp_max',
  'sort',
  'sort_desc',
  'label_replace',
  'label_join',
  'scalar',
])
