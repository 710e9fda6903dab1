import type { SourceText } from '../errors/source-text.ts'
import { replaceVariables } from '../foreign/grafana-variables.ts'
import type { Span } from '../promql/ast.ts'
import { parsePromql } from '../promql/parse.ts'
import type { ReadQuery } from './subject.ts'

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
