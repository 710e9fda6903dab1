import type { Span } from '../promql/ast.ts'
import { RewrittenText } from './rewritten-text.ts'
import { StandIns } from './stand-ins.ts'

/** A query of a dashboard as PromQL: what Grafana puts in is replaced by something that can stand there. */
export interface ReplacedQuery {
  readonly text: string
  /** What stands for a variable, in the order of the text. */
  readonly placeholders: readonly Placeholder[]
  /** The part of the query as it was written that a part of `text` stands for. */
  written(span: Span): Span
}

/** A part of a replaced query that stands for a variable. */
export interface Placeholder extends Span {
  /** Without `$`: `job`, `__rate_interval`. */
  readonly variable: string
}

/**
 * Replaces the variables of a dashboard's query. A matcher of a value that is not known becomes one that all values
 * pass, so that nothing is concluded from it.
 */
export function replaceVariables(query: string): ReplacedQuery {
  if (!query.includes('$') && !query.includes('[[')) return { text: query, placeholders: [], written: (span) => span }
  const rewritten = new RewrittenText(query)
  const placeholders: Placeholder[] = []
  const standIns = new StandIns(query)
  for (const { from, to, text, variable } of standIns.all()) {
    rewritten.keep(from)
    placeholders.push({ ...rewritten.replace(text, to), variable })
  }
  rewritten.keep(query.length)
  return { text: rewritten.text, placeholders, written: (span) => rewritten.written(span) }
}
