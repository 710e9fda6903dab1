import type { Problem } from '../../src/errors/problem.ts'

/** A problem of a rule's query, with all that one can have. */
export function testProblem(more: Partial<Problem> = {}): Problem {
  return {
    id: 'query-range',
    severity: 'error',
    message: 'the range is too short',
    hint: 'Take four intervals.',
    path: 'redis.alerts.RedisDown',
    place: { file: 'alerts/redis.ts', line: 12, column: 9 },
    end: { line: 12, column: 13 },
    fragment: { query: 'rate(x[5s]) > 3', from: 6, to: 10, below: 0 },
    ...more,
  }
}

/** The place of a problem. */
export function at(file: string, line: number, column: number): Partial<Problem> {
  return { place: { file, line, column } }
}
