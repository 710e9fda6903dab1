import { callerPlace, type Place } from '../errors/place.ts'

/** A PromQL query with the place where it is written. */
export interface Query {
  readonly kind: 'promql'
  /** The query, with common indentation removed. */
  readonly text: string
  /** For each line of the text, how many lines below `place` it stands in the author's file. */
  readonly lines: readonly number[]
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

/** A PromQL query, written as the field writes it. */
export function promql(strings: TemplateStringsArray, ...values: readonly Interpolated[]): Query {
  const { text, lines } = layOut(strings.raw, values)
  return { kind: 'promql', text, lines, place: callerPlace(promql) }
}

function layOut(strings: readonly string[], values: readonly Interpolated[]): Pick<Query, 'text' | 'lines'> {
  let whole = ''
  for (let index = 0; index < strings.length; index++) {
    const value = values[index]
    whole += strings[index] ?? ''
    if (value !== undefined) whole += write(value)
  }
  // Most queries are of one line, and there may be thousands.
  return whole.includes('\n') ? layOutLines(strings, values) : { text: whole.trim(), lines: [0] }
}

function layOutLines(strings: readonly string[], values: readonly Interpolated[]): Pick<Query, 'text' | 'lines'> {
  let below = 0
  const written: Line[] = [{ text: '', below, isAuthors: true }]
  const append = (text: string, inSource: boolean): void => {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) {
        // A value of several lines stands on one line of the author's file.
        if (inSource) below += 1
        written.push({ text: '', below, isAuthors: inSource })
      }
      const last = written.at(-1)
      if (last !== undefined) last.text += part
    }
  }
  for (const [index, part] of strings.entries()) {
    append(part, true)
    const value = values[index]
    if (value !== undefined) append(write(value), false)
  }
  const lines = dedent(written)
  return { text: lines.map(({ text }) => text).join('\n'), lines: lines.map((line) => line.below) }
}

interface Line {
  text: string
  readonly below: number
  /** Whether it begins in the author's file, and not inside of a value. */
  readonly isAuthors: boolean
}

/** Drops empty lines at both ends, and the indentation that the lines share. */
function dedent(written: readonly Line[]): readonly Line[] {
  const isBlank = ({ text }: Line): boolean => text.trim() === ''
  const first = written.findIndex((line) => !isBlank(line))
  if (first < 0) return [{ text: '', below: 0, isAuthors: true }]
  const kept = written.slice(first, written.findLastIndex((line) => !isBlank(line)) + 1)
  // Text behind the opening backtick has no indentation of its own.
  const indented = first === 0 ? kept.slice(1) : kept
  const indents = indented
    .filter((line) => line.isAuthors && !isBlank(line))
    .map(({ text }) => text.length - text.trimStart().length)
  const indent = Math.min(...indents)
  return kept.map((line, index) => {
    const own = line.text.length - line.text.trimStart().length
    const cut = first === 0 && index === 0 ? own : line.isAuthors ? Math.min(indent, own) : 0
    return { ...line, text: line.text.slice(cut).trimEnd() }
  })
}
