import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { type Client, request } from '../live/request.ts'
import type { ApiAnswer, Ask } from '../preview/data/api.ts'

const posted = new Set(['/api/v1/query', '/api/v1/query_range'])
const answerSchema = z.union([
  z.object({ status: z.literal('success'), data: z.unknown() }),
  z.object({ status: z.literal('error'), error: z.string() }),
])

/** Answers the preview's requests from a Prometheus. What fails is an answer too: it shows in its panel. */
export function askPrometheus(client: Client): Ask {
  return async ({ path, parameters }): Promise<ApiAnswer> => {
    try {
      const { status, text } = await request(client, path, {
        method: posted.has(path) ? 'POST' : 'GET',
        parameters: new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])),
      })
      const answer = answerSchema.safeParse(parse(text))
      return answer.success ? answer.data : { status: 'error', error: `Prometheus answered with status ${status}` }
    } catch (error) {
      if (error instanceof BelfryError) return { status: 'error', error: error.message }
      throw error
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
