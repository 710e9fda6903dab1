import { encodePart } from './encode-part.ts'

/** One request to Prometheus' HTTP API, as data: it can be sent, recorded and replayed. */
export interface ApiRequest {
  /** Such as `/api/v1/query_range`. */
  readonly path: string
  readonly parameters: readonly (readonly [name: string, value: string])[]
}

/** What Prometheus answered, or why it did not. */
export type ApiAnswer =
  | { readonly status: 'success'; readonly data: unknown }
  | { readonly status: 'error'; readonly error: string }

/** Answers a request; never rejects: a failure is an answer too. */
export type Ask = (request: ApiRequest) => Promise<ApiAnswer>

/** The request as the address of a GET; the same request has the same key. */
export function requestKey({ path, parameters }: ApiRequest): string {
  return `${path}?${parameters.map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`).join('&')}`
}

/** Asks each thing once, however many panels want it. */
export function askOnce(ask: Ask): Ask {
  const asked = new Map<string, Promise<ApiAnswer>>()
  return (request) => {
    const key = requestKey(request)
    const known = asked.get(key)
    if (known !== undefined) return known
    const answer = ask(request)
    asked.set(key, answer)
    return answer
  }
}

export function rangeQuery(expr: string, start: number, end: number, step: number): ApiRequest {
  const parameters = [
    ['query', expr],
    ['start', String(start)],
    ['end', String(end)],
    ['step', String(step)],
  ] as const
  return { path: '/api/v1/query_range', parameters }
}

export function instantQuery(expr: string, time: number): ApiRequest {
  return {
    path: '/api/v1/query',
    parameters: [
      ['query', expr],
      ['time', String(time)],
    ],
  }
}
