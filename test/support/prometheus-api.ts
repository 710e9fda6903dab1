/** A Prometheus that a test asks. */
export interface QueryServer {
  /** What an endpoint of the API answers, below `/api/v1/`. */
  ask(path: string, parameters: Readonly<Record<string, string>>): Promise<unknown>
  /** The values of an instant query. */
  values(query: string): Promise<readonly number[]>
  /** The labels of what an instant query gives. */
  labels(query: string): Promise<readonly Readonly<Record<string, string>>[]>
  /** Labels of all series of a name that there have been. */
  series(name: string): Promise<readonly Readonly<Record<string, string>>[]>
}

/** @param url - such as `http://127.0.0.1:9090`. */
export function queryServer(url: string): QueryServer {
  const ask: QueryServer['ask'] = async (path, parameters) => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
    const answer = (await response.json()) as { status: string; error?: string; data: unknown }
    if (answer.status !== 'success') throw new Error(`${answer.error}: ${JSON.stringify(parameters)}`)
    return answer.data
  }
  return {
    ask,
    values: async (query) => {
      const { result, resultType } = (await ask('query', { query })) as Result
      return resultType === 'scalar' ? [Number(result[1])] : result.map(({ value }) => Number(value[1]))
    },
    labels: async (query) => {
      const { result, resultType } = (await ask('query', { query })) as Result
      return resultType === 'scalar' ? [{}] : result.map(({ metric }) => metric)
    },
    series: async (name) => (await ask('series', { 'match[]': name })) as readonly Readonly<Record<string, string>>[],
  }
}

type Result =
  | { readonly resultType: 'scalar'; readonly result: readonly [number, string] }
  | { readonly resultType: 'vector'; readonly result: readonly VectorSample[] }

interface VectorSample {
  readonly metric: Readonly<Record<string, string>>
  readonly value: readonly [number, string]
}
