import type { Binary, Call, Expr, VectorSelector } from '../../promql/ast.ts'
import { childrenOf } from '../../promql/children-of.ts'
import type { Model } from '../model.ts'
import { type SourceDelay, sourceDelays } from './source-delay.ts'

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
  const paths = pathsOf(expr, 'presence', { ...context, reading: [] })
  const direct = paths.filter(({ offset }) => offset === 0)
  const counted = direct.length > 0 ? direct : paths.map((path) => ({ ...path, window: path.window + path.offset }))
  const drain = Math.max(0, ...paths.map((path) => path.drain))
  const [first = nothing, ...others] = counted
  const { offset: _, ...worst } = others.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a), first)
  return { ...worst, drain }
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
}

const nothing: Path = { collect: 0, scrape: 0, record: 0, window: 0, absent: 0, drain: 0, offset: 0 }

function lengthOf({ collect, scrape, record, window, absent }: Path): number {
  return collect + scrape + record + window + absent
}

function pathsOf(node: Expr, deciding: Deciding, walk: Walk): readonly Path[] {
  switch (node.kind) {
    case 'vector':
      return selectorPaths(node, deciding, walk)
    case 'matrix':
      return shifted(ranged(pathsOf(node.selector, deciding, walk), node.range.milliseconds, deciding), node)
    case 'subquery':
      return shifted(ranged(pathsOf(node.operand, deciding, walk), node.range.milliseconds, deciding), node)
    case 'call':
      return callPaths(node, deciding, walk)
    case 'binary':
      return binaryPaths(node, deciding, walk)
    default:
      return childrenOf(node).flatMap((child) => pathsOf(child, deciding, walk))
  }
}

function selectorPaths(node: VectorSelector, deciding: Deciding, walk: Walk): readonly Path[] {
  const name = node.name?.text ?? ''
  const hops = walk.reading.includes(name) ? [] : walk.recorded(name)
  const reading = [...walk.reading, name]
  const paths = [
    ...sourceDelays(node, walk.model).map(({ collect, scrape }: SourceDelay) => ({ ...nothing, collect, scrape })),
    ...hops.flatMap(({ expr, wait, recorded }) =>
      pathsOf(expr, deciding, { ...walk, recorded, reading }).map((path) => ({ ...path, record: path.record + wait })),
    ),
  ]
  return shifted(paths, node)
}

function callPaths({ name, args }: Call, deciding: Deciding, walk: Walk): readonly Path[] {
  const inner = decidingWithin(name.text, deciding)
  const paths = args.flatMap((arg) => pathsOf(arg, inner, walk))
  if (!name.text.startsWith('absent')) return paths
  const vanish = Math.max(0, ...args.flatMap((arg) => vanishOf(arg, walk)))
  return paths.map((path) => ({ ...path, absent: path.absent + vanish }))
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

function binaryPaths({ operator, left, right }: Binary, deciding: Deciding, walk: Walk): readonly Path[] {
  switch (operator) {
    case '>':
    case '>=':
    case '<':
    case '<=':
    case '!=':
    case '==': {
      // Within arithmetic a comparison only leaves out values; the one outside decides.
      if (deciding !== 'presence') break
      const rising = operator === '>' || operator === '>=' || operator === '!='
      const fromLeft = zero(right) && (operator === '>' || operator === '!=') ? 'event' : rising ? 'highest' : 'lowest'
      const plain = operator === '==' ? 'average' : fromLeft
      const mirrored = operator === '==' || operator === '!=' ? 'average' : rising ? 'lowest' : 'highest'
      return [...pathsOf(left, plain, walk), ...pathsOf(right, mirrored, walk)]
    }
    case 'unless':
      // What it leaves out was so before the fault.
      return pathsOf(left, deciding, walk)
    case 'and':
    case 'or':
      return [...pathsOf(left, deciding, walk), ...pathsOf(right, deciding, walk)]
    case '+':
      if (deciding !== 'presence') return [...pathsOf(left, deciding, walk), ...pathsOf(right, deciding, walk)]
  }
  return [...pathsOf(left, 'average', walk), ...pathsOf(right, 'average', walk)]
}

function zero(node: Expr): boolean {
  return node.kind === 'parens' ? zero(node.operand) : node.kind === 'number' && node.value === 0
}

function ranged(paths: readonly Path[], range: number, deciding: Deciding): readonly Path[] {
  const fills = deciding === 'average' || deciding === 'presence' ? range : 0
  return paths.map((path) => ({ ...path, window: path.window + fills, drain: path.drain + range }))
}

function shifted(
  paths: readonly Path[],
  { offset }: { readonly offset: { readonly milliseconds: number } | null },
): readonly Path[] {
  const past = Math.max(0, offset?.milliseconds ?? 0)
  return past === 0 ? paths : paths.map((path) => ({ ...path, offset: path.offset + past }))
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
