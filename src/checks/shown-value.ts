import type { Expr } from '../promql/ast.ts'
import { withoutParens } from './readings.ts'

/** What an expression measures, whichever of its series it picks. */
export interface ShownValue {
  /** The same for expressions whose values have the same scale: a metric, its maximum, its average over a time. */
  readonly key: string
  /** What its selectors ask for, each with its place. */
  readonly matchers: ReadonlySet<string>
}

/** Reads what an expression measures: the smallest, the largest and the mean of some values are such values. */
export function shownValue(expr: Expr): ShownValue {
  const matchers: string[] = []
  let selectors = 0
  const key = write(expr)
  return { key, matchers: new Set(matchers) }

  function write(node: Expr): string {
    switch (node.kind) {
      case 'number':
      case 'string':
        return JSON.stringify(node.value)
      case 'vector':
        selectors += 1
        for (const { label, operator, value } of node.matchers)
          matchers.push(`${selectors} ${label.text} ${operator} ${value.value}`)
        return `${node.name?.text ?? ''}${node.offset === null && node.at === null ? '' : ' shifted'}`
      case 'matrix':
        return write(node.selector)
      case 'subquery':
      case 'parens':
        return write(node.operand)
      case 'unary':
        return `${node.operator}${write(node.operand)}`
      case 'call': {
        const [first] = node.args
        if (first !== undefined && sameScaleOverTime.has(node.name.text)) return write(first)
        return `${node.name.text}(${node.args.map(write).join(', ')})`
      }
      case 'aggregation': {
        if (sameScale.has(node.operator)) return write(node.operand)
        const labels = node.grouping?.labels.map(({ text }) => text).sort() ?? []
        const param = node.param === null ? '' : write(node.param)
        return `${node.operator} ${node.grouping?.kind ?? 'by'} ${labels}(${param}, ${write(node.operand)})`
      }
      case 'binary':
        // What stands in when there is nothing changes no scale.
        if (node.operator === 'or' && isConstant(node.right)) return write(node.left)
        return `(${write(node.left)} ${node.operator} ${write(node.right)})`
    }
  }
}

function isConstant(expr: Expr): boolean {
  const inner = withoutParens(expr)
  return inner.kind === 'call' && inner.name.text === 'vector'
}

const sameScale: ReadonlySet<string> = new Set(['min', 'max', 'avg'])
const sameScaleOverTime: ReadonlySet<string> = new Set([
  'min_over_time',
  'max_over_time',
  'avg_over_time',
  'last_over_time',
])
