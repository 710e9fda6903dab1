import { callerPlace, type Place } from '../errors/place.ts'

/** A PromQL query with the place where it is written. */
export interface Query {
  readonly kind: 'promql'
  /** The query, with common indentation removed. */
  readonly text: string
  readonly place: Place
}

/** What may stand in a `promql` template: metric families, numbers, durations, other queries. */
export type Interpolated = string | number | { toString(): string } | Query

function isQuery(value: Interpolated): value is Query {
  return typeof value === 'object' && 'kind' in value && value.kind === 'promql'
}

function write(value: Interpolated): string {
  return isQuery(value) ? value.text : String(value)
}

function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  // A template that starts on its first line keeps that line's indentation of zero out of the count.
  const shared = Math.min(...(text.startsWith('\n') ? indents : indents.slice(1)), Number.POSITIVE_INFINITY)
  if (!Number.isFinite(shared)) return lines.join('\n').trim()
  return lines
    .map((line) => (line.trim() === '' ? '' : line.slice(Math.min(shared, line.length - line.trimStart().length))))
    .join('\n')
    .trim()
}

/** A PromQL query, written as the field writes it. */
export function promql(strings: TemplateStringsArray, ...values: readonly Interpolated[]): Query {
  const raw = strings.raw.reduce(
    (text, part, index) => text + part + (index < values.length ? write(values[index] ?? '') : ''),
    '',
  )
  return { kind: 'promql', text: dedent(raw), place: callerPlace(promql) }
}
