/** A parameter that a path takes: how often, and what it may look like. */
interface Parameter {
  readonly pattern: RegExp
  readonly longest: number
}

/** What the console passes on to an engine; all else does not exist. */
interface ApiPath {
  readonly path: RegExp
  readonly parameters: Readonly<Record<string, Parameter>>
}

const time: Parameter = { pattern: /^\d+(\.\d+)?$|^[\d:TZ.+-]+$/, longest: 40 }
const step: Parameter = { pattern: /^\d+(\.\d+)?$|^(\d+(ms|[smhdwy]))+$/, longest: 20 }
const number: Parameter = { pattern: /^\d+$/, longest: 8 }
const text = (longest: number): Parameter => ({ pattern: /^[\s\S]*$/, longest })
const flag: Parameter = { pattern: /^(true|false)$/, longest: 5 }
const period = { start: time, end: time }
const selection = { 'match[]': text(8192), ...period, limit: number }

const prometheus: readonly ApiPath[] = [
  { path: /^\/api\/v1\/query$/, parameters: { query: text(16_384), time, timeout: step } },
  { path: /^\/api\/v1\/query_range$/, parameters: { query: text(16_384), ...period, step, timeout: step } },
  { path: /^\/api\/v1\/labels$/, parameters: selection },
  { path: /^\/api\/v1\/label\/[A-Za-z_][A-Za-z0-9_]{0,127}\/values$/, parameters: selection },
  { path: /^\/api\/v1\/series$/, parameters: selection },
  { path: /^\/api\/v1\/rules$/, parameters: { type: { pattern: /^(alert|record)$/, longest: 6 } } },
  { path: /^\/api\/v1\/alerts$/, parameters: {} },
  { path: /^\/api\/v1\/targets$/, parameters: { state: { pattern: /^(active|dropped|any)$/, longest: 7 } } },
  { path: /^\/api\/v1\/metadata$/, parameters: { metric: text(512), limit: number } },
  { path: /^\/api\/v1\/status\/(buildinfo|runtimeinfo)$/, parameters: {} },
]

const alertmanager: readonly ApiPath[] = [
  {
    path: /^\/api\/v2\/alerts$/,
    parameters: { filter: text(1024), active: flag, silenced: flag, inhibited: flag, unprocessed: flag },
  },
]

export type ProxiedEngine = 'prometheus' | 'alertmanager'

/** What may be asked of an engine: the query string to send, or why not. */
export type ApiCheck =
  | { readonly kind: 'allowed'; readonly query: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: string }

const longestQuery = 20_000

/** Whether a browser may ask this of an engine. */
export function checkApiPath(engine: ProxiedEngine, path: string, query: URLSearchParams): ApiCheck {
  const known = (engine === 'prometheus' ? prometheus : alertmanager).find((one) => one.path.test(path))
  if (known === undefined) return { kind: 'unknown' }
  for (const [name, value] of query) {
    const parameter = Object.hasOwn(known.parameters, name) ? known.parameters[name] : undefined
    if (parameter === undefined) return { kind: 'refused', reason: `unknown parameter ${name.slice(0, 40)}` }
    if (value.length > parameter.longest) return { kind: 'refused', reason: `${name} is too long` }
    if (!parameter.pattern.test(value)) return { kind: 'refused', reason: `${name} is malformed` }
  }
  const sent = query.toString()
  return sent.length > longestQuery
    ? { kind: 'refused', reason: 'too much is asked at once' }
    : { kind: 'allowed', query: sent }
}
