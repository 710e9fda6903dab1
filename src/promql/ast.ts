import type { AggregationName } from './aggregations.ts'

/** A piece of the text: from the first character of it to the one behind it, in UTF-16 units. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A PromQL expression, as it was written: parentheses and the order of the operands are kept. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Parens

export interface NumberLiteral extends Span {
  readonly kind: 'number'
  readonly value: number
  /** `5m` for 300, or digits set apart as in `1_000`: since 3.0. */
  readonly notation: Notation
}

/** How a number was written. `grouped` has underscores between digits, `signed` a sign where 2.42 knows none. */
export type Notation = 'plain' | 'grouped' | 'duration' | 'signed'

export interface StringLiteral extends Span {
  readonly kind: 'string'
  /** Without quotes, escapes resolved. */
  readonly value: string
}

/** The series of one metric, or of several: `up{job="api"} offset 5m @ start()`. */
export interface VectorSelector extends Span, Shifted {
  readonly kind: 'vector'
  /** The name that stands before the braces, or inside them in quotes; a `__name__` matcher is a matcher. */
  readonly name: Name | null
  readonly matchers: readonly Matcher[]
}

/** `up[5m]`; what shifts it in time stands behind the brackets, so on this node, not on the selector. */
export interface MatrixSelector extends Span, Shifted {
  readonly kind: 'matrix'
  readonly selector: VectorSelector
  readonly range: Duration
}

/** `expr[1h:5m]`. */
export interface Subquery extends Span, Shifted {
  readonly kind: 'subquery'
  readonly operand: Expr
  readonly range: Duration
  /** `null` when left to the default, as in `[1h:]`. */
  readonly step: Duration | null
}

export interface Call extends Span {
  readonly kind: 'call'
  /** Of a function that some version knows; `checkTypes` says whether the version at hand does. */
  readonly name: Name
  readonly args: readonly Expr[]
}

/** `topk by (job) (5, x)`. */
export interface Aggregation extends Span {
  readonly kind: 'aggregation'
  readonly operator: AggregationName
  readonly operatorSpan: Span
  readonly grouping: Grouping | null
  /** The first of two arguments. */
  readonly param: Expr | null
  readonly operand: Expr
}

export interface Grouping extends Span {
  readonly kind: 'by' | 'without'
  readonly labels: readonly Name[]
}

export interface Binary extends Span {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly operatorSpan: Span
  readonly left: Expr
  readonly right: Expr
  /** The word `bool`, when it is there. */
  readonly bool: Span | null
  readonly matching: Matching | null
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2'
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<='
export type SetOperator = 'and' | 'or' | 'unless'
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator

/** `on (a, b) group_left (c)`. */
export interface Matching extends Span {
  readonly kind: 'on' | 'ignoring'
  readonly labels: readonly Name[]
  readonly group: MatchingGroup | null
}

/** `left`: the left side may have many series for one of the right, and `labels` are taken over from the right. */
export interface MatchingGroup extends Span {
  readonly side: 'left' | 'right'
  readonly labels: readonly Name[]
}

export interface Unary extends Span {
  readonly kind: 'unary'
  readonly operator: '+' | '-'
  readonly operand: Expr
}

export interface Parens extends Span {
  readonly kind: 'parens'
  readonly operand: Expr
}

/** What can be moved in time. */
export interface Shifted {
  readonly offset: Offset | null
  readonly at: At | null
}

/** `offset -5m`, the word included. */
export interface Offset extends Span {
  /** Negative looks ahead. */
  readonly milliseconds: number
  readonly notation: Notation
}

/** `@ 1609746000` or `@ end()`, the sign included. */
export type At = Span &
  (
    | { readonly kind: 'time'; readonly seconds: number; readonly notation: Notation }
    | { readonly kind: 'start' | 'end' }
  )

export interface Duration extends Span {
  readonly milliseconds: number
  /** Anything but `duration` is since 3.0: `[300]`. */
  readonly notation: Notation
}

/** A metric, label or function name. The span includes the quotes, the text does not. */
export interface Name extends Span {
  readonly text: string
  /** Written in quotes: since 3.0. */
  readonly quoted: boolean
}

/** `job=~"api|web"`. */
export interface Matcher extends Span {
  readonly label: Name
  readonly operator: MatchOperator
  readonly value: StringLiteral
}

export type MatchOperator = '=' | '!=' | '=~' | '!~'
