import { objectOf, textOf, textsOf } from '../board/json-value.ts'
import { type ApiRequest, instantQuery } from './api.ts'
import { encodePart } from './encode-part.ts'
import { readRegex } from './read-regex.ts'
import type { TimeRange } from './time-range.ts'

/** What a query variable asks, and how its values are read from the answer. */
export interface VariableQuery {
  readonly request: ApiRequest
  read(data: unknown): readonly string[]
}

/** The functions of Grafana's Prometheus data source; `null` for a text that is none of them. */
export function variableQuery(text: string, range: TimeRange): VariableQuery | null {
  const query = text.trim()
  const period = [
    ['start', String(Math.floor(range.from / 1000))],
    ['end', String(Math.ceil(range.to / 1000))],
  ] as const
  const names = (path: string, matcher: string | null): ApiRequest => ({
    path,
    parameters: [...(matcher === null ? [] : [['match[]', matcher] as const]), ...period],
  })
  if (/^label_names\(\s*\)$/.test(query)) return { request: names('/api/v1/labels', null), read: textsOf }
  const [, nameMatcher] = /^label_names\(([\s\S]+)\)$/.exec(query) ?? []
  if (nameMatcher !== undefined) return { request: names('/api/v1/labels', nameMatcher.trim()), read: textsOf }
  const [, inner] = /^label_values\(([\s\S]*)\)$/.exec(query) ?? []
  if (inner !== undefined) {
    const [, selector, label] = /^([\s\S]*),\s*([\w.:$-]+)\s*$/.exec(inner) ?? []
    const asked = (label ?? inner).trim()
    const matcher = selector?.trim() ?? ''
    const request = names(`/api/v1/label/${encodePart(asked)}/values`, matcher === '' ? null : matcher)
    return { request, read: textsOf }
  }
  const [, metricPattern] = /^metrics\(([\s\S]*)\)$/.exec(query) ?? []
  if (metricPattern !== undefined) {
    const pattern = readRegex(metricPattern.trim())
    if (pattern === null) return null
    return {
      request: names('/api/v1/label/__name__/values', null),
      read: (data) => textsOf(data).filter((name) => pattern.test(name)),
    }
  }
  const [, expr] = /^query_result\(([\s\S]*)\)$/.exec(query) ?? []
  if (expr !== undefined) return { request: instantQuery(expr, range.to / 1000), read: resultTexts }
  if (query === '') return null
  // A bare selector lists its series.
  const parameters = [['match[]', query], ...period] as const
  return { request: { path: '/api/v1/series', parameters }, read: seriesTexts }
}

function resultTexts(data: unknown): readonly string[] {
  const { resultType, result } = objectOf(data)
  if (resultType === 'scalar' || resultType === 'string') return [textsOf(result)[1] ?? '']
  if (!Array.isArray(result)) return []
  return result.map((each) => {
    const { metric, value } = objectOf(each)
    const [time = '', number = ''] = textsOf(value)
    return `${notation(objectOf(metric))} ${number} ${Math.round(Number(time) * 1000)}`
  })
}

function seriesTexts(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.map((each) => notation(objectOf(each))) : []
}

function notation(labels: object): string {
  const { __name__: name = '', ...others } = labels as Record<string, unknown>
  const pairs = Object.entries(others).map(([label, value]) => `${label}="${textOf(value)}"`)
  return `${textOf(name)}{${pairs.join(',')}}`
}
