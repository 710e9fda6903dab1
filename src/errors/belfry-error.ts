/** Exit codes of the command line. */
export const exitCodes = { ok: 0, problems: 1, usage: 2, environment: 3, bug: 70, interrupted: 130 } as const

/** Permanent codes of expected failures; tests and scripts may rely on them. */
export type ErrorCode =
  | 'BAD_OPTION'
  | 'UNKNOWN_ENVIRONMENT'
  | 'SPEC_NOT_FOUND'
  | 'SPEC_BROKEN'
  | 'NOTHING_RENDERED'
  | 'OUTPUT_EDITED'
  | 'OUTPUT_DRIFTED'
  | 'OUTPUT_UNWRITABLE'
  | 'OUTPUT_BUSY'
  | 'ENGINE_MISSING'
  | 'ENGINE_FETCH_FAILED'
  | 'ENGINE_CHECKSUM'
  | 'ENGINE_FAILED'
  | 'CHECK_SKIPPED'
  | 'PORT_TAKEN'
  | 'DOCKER_UNAVAILABLE'
  | 'IMAGE_MISSING'
  | 'START_FAILED'
  | 'NOT_READY'
  | 'NOT_RUNNING'
  | 'STATE_LOCKED'
  | 'CONFIG_INVALID'
  | 'SECRET_MISSING'
  | 'REQUEST_FAILED'
  | 'FAULT_IMPOSSIBLE'

const usageCodes = new Set<ErrorCode>(['BAD_OPTION', 'UNKNOWN_ENVIRONMENT', 'SPEC_NOT_FOUND', 'CONFIG_INVALID'])
const problemCodes = new Set<ErrorCode>([
  'SPEC_BROKEN',
  'NOTHING_RENDERED',
  'OUTPUT_EDITED',
  'OUTPUT_DRIFTED',
  'CHECK_SKIPPED',
])

/** An expected failure: says what happened and what to do, and carries no stack to the user. */
export class BelfryError extends Error {
  override readonly name = 'BelfryError'
  readonly code: ErrorCode
  /** What to do next; empty when the message says it all. */
  readonly hint: string
  readonly exitCode: number

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.hint = options.hint ?? ''
    this.exitCode = usageCodes.has(code)
      ? exitCodes.usage
      : problemCodes.has(code)
        ? exitCodes.problems
        : exitCodes.environment
  }
}
