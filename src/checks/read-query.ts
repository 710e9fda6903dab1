import type { SourceText } from '../errors/source-text.ts'
import { type Placeholder, replaceVariables } from '../foreign/grafana-variables.ts'
import type { Expr, Span } from '../promql/ast.ts'
import type { Fault } from '../promql/fault.ts'
import { parsePromql } from '../promql/parse.ts'

/** A query that was read. */
export interface ReadQuery {
  readonly source: SourceText
  readonly text: string
  readonly expr: Expr | null
  readonly faults: readonly Fault[]
  readonly placeholders: readonly Placeholder[]
  written(span: Span): Span
}

/** Reads the query of a rule. */
export function readQuery(source: SourceText): ReadQuery {
  const { node, faults } = parsePromql(source.text)
  return { source, text: source.text, expr: node, faults, placeholders: [], written: (span) => span }
}

/**
 * Reads the query of a dashboard, which may have Grafana's variables in it.
 *
 * @param part - where in the source the query stands. @default all of it
 */
export function readReplaced(source: SourceText, part: Span = { from: 0, to: source.text.length }): ReadQuery {
  const { text, placeholders, written } = replaceVariables(source.text.slice(part.from, part.to))
  const { node, faults } = parsePromql(text)
  const moved = (span: Span): Span => {
    const { from, to } = written(span)
    return { from: part.from + from, to: part.from + to }
  }
  return { source, text, expr: node, faults, placeholders, written: moved }
}
