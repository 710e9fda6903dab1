import { encodePart } from './encode-part.ts'
import type { Intervals } from './intervals.ts'
import { durationText, type TimeRange } from './time-range.ts'

/** What a variable stands for at the moment. */
export interface VariableValue {
  readonly values: readonly string[]
  /** What people read, such as `All`. */
  readonly text: string
  /** Whether several may be chosen, which decides how values are escaped. */
  readonly isList: boolean
  /** What All stands for as it is, unescaped; `null` when the values themselves do. */
  readonly raw: string | null
}

/** The values of variables by name, without `$`. */
export type Scope = ReadonlyMap<string, VariableValue>

/** How values are written where the text does not say. */
export type DefaultFormat = 'regex' | 'promql' | 'text' | 'csv' | 'percentencode'

const pattern = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g

/** Puts the values of variables into a text; what is unknown stays as it is. */
export function interpolate(text: string, scope: Scope, format: DefaultFormat): string {
  if (!text.includes('$') && !text.includes('[[')) return text
  return text.replace(pattern, (match, plain, square, squareFormat, braced, field, bracedFormat) => {
    const name: string = plain ?? square ?? braced
    const value = scope.get(name)
    if (value === undefined) return match
    if (field === 'text') return value.text
    return write(value, squareFormat ?? bracedFormat ?? format)
  })
}

function write(value: VariableValue, format: string): string {
  const { values, raw } = value
  if (raw !== null && format !== 'text') return raw
  const [first = ''] = values
  switch (format.split(':')[0]) {
    case 'promql':
      return promql(value)
    case 'text':
      return value.text
    case 'csv':
    case 'raw':
      return values.join(',')
    case 'pipe':
      return values.join('|')
    case 'distributed':
      return values.join(',')
    case 'regex':
      return values.length === 1 ? escapeRegex(first) : `(${values.map(escapeRegex).join('|')})`
    case 'json':
      return JSON.stringify(values.length === 1 && !value.isList ? first : values)
    case 'glob':
      return values.length === 1 ? first : `{${values.join(',')}}`
    case 'singlequote':
      return values.map((one) => `'${one.replace(/'/g, "\\'")}'`).join(',')
    case 'doublequote':
      return values.map((one) => `"${one.replace(/"/g, '\\"')}"`).join(',')
    case 'percentencode':
      return encodePart(values.length === 1 ? first : `{${values.join(',')}}`)
    case 'queryparam':
      return values.map((one) => encodePart(one)).join(',')
    default:
      return promql(value)
  }
}

/** As Grafana's Prometheus data source escapes: doubly, since a value stands within a regular expression within quotes. */
function promql({ values, isList }: VariableValue): string {
  const [first = ''] = values
  if (!isList) return first.replace(/\\/g, '\\\\').replace(/"/g, '\\"')
  const escaped = values.map((value) =>
    value
      .replace(/\\/g, '\\\\\\\\')
      .replace(/"/g, '\\\\\\"')
      .replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&'),
  )
  return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`
}

const escapeRegex = (text: string): string => text.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&')

/** Variables that Grafana puts in itself. */
export function builtInScope(range: TimeRange, intervals: Intervals | null, dashboard: string): Scope {
  const span = range.to - range.from
  const seconds = Math.round(span / 1000)
  const scope: [string, string][] = [
    ['__range', `${seconds}s`],
    ['__range_s', String(seconds)],
    ['__range_ms', String(span)],
    ['__from', String(range.from)],
    ['__to', String(range.to)],
    ['__dashboard', dashboard],
    ['__timeFilter', ''],
  ]
  if (intervals !== null) {
    const { interval, rateInterval } = intervals
    scope.push(
      ['__interval', durationText(interval)],
      ['__interval_ms', String(interval)],
      ['__rate_interval', durationText(rateInterval)],
      ['__rate_interval_ms', String(rateInterval)],
    )
  }
  return new Map(scope.map(([name, value]) => [name, single(value)]))
}

export function single(value: string, text = value): VariableValue {
  return { values: [value], text, isList: false, raw: null }
}

/** The inner scope's values stand before the outer's. */
export function within(outer: Scope, inner: Scope): Scope {
  return new Map([...outer, ...inner])
}
