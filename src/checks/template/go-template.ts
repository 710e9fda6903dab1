import type { Span } from '../../promql/ast.ts'
import type { Fault } from '../../promql/fault.ts'

/** A template of Go's `text/template`, as far as it can be read. */
export interface Template {
  readonly nodes: readonly TemplateNode[]
  /** What makes it no template, if anything; reading ends there. */
  readonly fault: Fault | null
}

export type TemplateNode = TextNode | ActionNode | BranchNode | InvokeNode | DefineNode

/** What stands outside of the braces. */
export interface TextNode extends Span {
  readonly kind: 'text'
}

/** `{{ $value | humanize }}`. */
export interface ActionNode extends Span {
  readonly kind: 'action'
  readonly pipe: Pipe
}

/** `{{ if … }} … {{ else }} … {{ end }}`; an `else if` is a branch within `otherwise`. */
export interface BranchNode extends Span {
  readonly kind: 'if' | 'range' | 'with'
  readonly pipe: Pipe
  readonly body: readonly TemplateNode[]
  readonly otherwise: readonly TemplateNode[]
}

/** `{{ template "name" . }}`. */
export interface InvokeNode extends Span {
  readonly kind: 'invoke'
  readonly name: TextLiteral
  readonly pipe: Pipe | null
}

/** `{{ define "name" }} … {{ end }}`; a `block` is invoked where it stands, too. */
export interface DefineNode extends Span {
  readonly kind: 'define' | 'block'
  readonly name: TextLiteral
  readonly pipe: Pipe | null
  readonly body: readonly TemplateNode[]
}

/** Commands, each of which gets the result of the one before as its last argument. */
export interface Pipe extends Span {
  /** Variables that it sets: `$i, $x := …`. */
  readonly sets: readonly string[]
  readonly commands: readonly Command[]
}

/** A function with its arguments, or one value. */
export interface Command extends Span {
  readonly args: readonly Operand[]
}

export type Operand =
  | (Span & { readonly kind: 'dot' | 'nil' | 'literal' })
  | (Span & { readonly kind: 'field'; readonly fields: readonly Field[] })
  | (Span & { readonly kind: 'variable'; readonly name: string; readonly fields: readonly Field[] })
  | (Span & { readonly kind: 'function'; readonly name: string; readonly fields: readonly Field[] })
  | (Span & { readonly kind: 'pipe'; readonly pipe: Pipe; readonly fields: readonly Field[] })
  | TextLiteral

/** `.Labels` of `.Labels.instance`; the span is without the dot. */
export interface Field extends Span {
  readonly name: string
}

/** A string, escapes resolved. */
export interface TextLiteral extends Span {
  readonly kind: 'string'
  readonly value: string
  /** For each character of the value and for its end, the offset at which it was written. */
  readonly offsets: readonly number[]
}
