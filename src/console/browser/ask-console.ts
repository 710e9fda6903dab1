import type { ApiAnswer, ApiRequest, Ask } from '../../preview/data/api.ts'
import { requestKey } from '../../preview/data/api.ts'

const longestWait = 10_000

/**
 * What a page asks of the console.
 *
 * @throws Error that says why there is no answer.
 */
export async function getJson<T>(path: string): Promise<T> {
  const signal = AbortSignal.timeout(longestWait)
  const response = await fetch(path, { headers: { accept: 'application/json' }, signal }).catch((cause: unknown) => {
    throw new Error(signal.aborted ? `nothing within ${longestWait / 1000} s` : 'the console does not answer', {
      cause,
    })
  })
  if (!response.ok) throw new Error(await failureOf(response))
  return (await response.json()) as T
}

/** Asks Prometheus through the console; what fails is an answer too. */
export function askPrometheus(signal: AbortSignal): Ask {
  return async (request: ApiRequest): Promise<ApiAnswer> => {
    try {
      const response = await fetch(`/api/prometheus${requestKey(request)}`, { signal })
      const answer = (await response.json()) as ApiAnswer
      return answer.status === 'success' ? answer : { status: 'error', error: errorOf(answer, response) }
    } catch (error) {
      return { status: 'error', error: error instanceof Error ? error.message : String(error) }
    }
  }
}

/** The data of one question to Prometheus. */
export async function prometheusData<T>(path: string): Promise<T> {
  const answer = await getJson<{ readonly data: T }>(`/api/prometheus/api/v1/${path}`)
  return answer.data
}

async function failureOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    return errorOf(JSON.parse(text), response)
  } catch {
    return `status ${response.status}`
  }
}

function errorOf(answer: unknown, response: Response): string {
  if (typeof answer === 'object' && answer !== null && 'error' in answer) return String(answer.error)
  return `status ${response.status}`
}
