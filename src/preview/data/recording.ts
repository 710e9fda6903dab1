import { type JsonObject, listOf, objectOf, textOf } from '../board/json-value.ts'
import { type ApiAnswer, type Ask, requestKey } from './api.ts'

/** Answers of a Prometheus, and what they were asked for: enough to draw the same picture without it. */
export interface Recording {
  /** Unix milliseconds that `now` meant. */
  readonly now: number
  readonly from: string
  readonly to: string
  readonly width: number
  readonly variables: Readonly<Record<string, readonly string[]>>
  /** By request, as `requestKey` writes it. */
  readonly answers: Readonly<Record<string, ApiAnswer>>
}

/** Passes requests on and keeps the answers. */
export function recorder(ask: Ask): { readonly ask: Ask; readonly answers: () => Recording['answers'] } {
  const kept = new Map<string, ApiAnswer>()
  return {
    ask: async (request) => {
      const answer = await ask(request)
      kept.set(requestKey(request), answer)
      return answer
    },
    answers: () => Object.fromEntries([...kept].sort(([one], [other]) => (one < other ? -1 : 1))),
  }
}

/** Answers from a recording; what it does not hold is told as an error. */
export function replay({ answers }: Pick<Recording, 'answers'>): Ask {
  return async (request) =>
    answers[requestKey(request)] ?? { status: 'error', error: 'The recording has no answer to this query' }
}

/** Reads a recording; `null` for a file that is none. */
export function readRecording(json: unknown): Recording | null {
  const { now, from, to, width, variables, answers } = objectOf(json)
  if (typeof now !== 'number' || typeof width !== 'number' || answers === undefined) return null
  return {
    now,
    from: textOf(from),
    to: textOf(to),
    width,
    variables: Object.fromEntries(
      Object.entries(objectOf(variables)).map(([name, values]) => [name, listOf(values).map((value) => textOf(value))]),
    ),
    answers: objectOf(answers) as JsonObject as unknown as Recording['answers'],
  }
}
