import type { SourceText } from '../errors/source-text.ts'
import { type Placeholder, replaceVariables } from '../foreign/grafana-variables.ts'
import type { Expr, Span } from '../promql/ast.ts'
import type { Fault } from '../promql/fault.ts'
import { type Parsed, parsePromql } from '../promql/parse.ts'

/** A query that was read. */
export interface ReadQuery {
  readonly source: SourceText
  readonly text: string
  readonly expr: Expr | null
  readonly faults: readonly Fault[]
  readonly placeholders: readonly Placeholder[]
  written(span: Span): Span
}

/** Parses queries. */
export class QueryReader {
  #text = ''
  #parsed: Parsed | null = null

  /** Reads the query of a rule. */
  read(source: SourceText): ReadQuery {
    const { node, faults } = this.parse(source.text)
    return { source, text: source.text, expr: node, faults, placeholders: [], written: (span) => span }
  }

  /**
   * Reads the query of a dashboard, which may have Grafana's variables in it.
   *
   * @param part - where in the source the query stands. @default all of it
   */
  readReplaced(source: SourceText, part: Span = { from: 0, to: source.text.length }): ReadQuery {
    const { text, placeholders, written } = replaceVariables(source.text.slice(part.from, part.to))
    const { node, faults } = this.parse(text)
    const moved = (span: Span): Span => {
      const { from, to } = written(span)
      return { from: part.from + from, to: part.from + to }
    }
    return { source, text, expr: node, faults, placeholders, written: moved }
  }

  /** Remembers only the text that came last: checks ask several times for one query before they come to the next. */
  parse(text: string): Parsed {
    if (this.#parsed !== null && this.#text === text) return this.#parsed
    const parsed = parsePromql(text)
    this.#text = text
    this.#parsed = parsed
    return parsed
  }
}
