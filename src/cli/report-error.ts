import { reportJson } from '../checks/report-json.ts'
import { reportText } from '../checks/report-text.ts'
import { BelfryError, exitCodes } from '../errors/belfry-error.ts'
import type { Problem } from '../errors/problem.ts'
import { isRefusal } from '../errors/refusal.ts'
import { result, resultJson, talk } from './output.ts'

/** Ends a command on account of problems. */
export class ProblemsFound extends Error {
  /** Those that nobody has been told of yet. */
  readonly untold: readonly Problem[]

  constructor(untold: readonly Problem[] = []) {
    super('problems were found')
    this.untold = untold
  }
}

/** Ends a command that the user gave up, after it has cleaned up. */
export class Interrupted extends Error {}

/**
 * Says what went wrong, and gives the exit code. Only a bug shows its stack.
 *
 * @param json - whether standard output is for programs: then it is said there, too.
 */
export function reportError(error: unknown, json: boolean): number {
  if (error instanceof ProblemsFound) {
    const { untold } = error
    if (untold.length > 0) talk(reportText(untold).trimEnd())
    if (untold.length > 0 && json) result(reportJson(untold))
    return exitCodes.problems
  }
  const { code, message, hint, exitCode } = failureOf(error)
  talk(`belfry: ${message}`)
  if (hint !== '') talk(`  ${hint}`)
  if (exitCode === exitCodes.bug && error instanceof Error) talk(error.stack ?? '')
  if (json) resultJson({ error: { code, message, hint } })
  return exitCode
}

/** Says to programs that a command was not understood; people know it already. */
export function reportUsage(message: string, json: boolean): number {
  if (json) resultJson({ error: { code: 'BAD_OPTION', message, hint: '' } })
  return exitCodes.usage
}

function failureOf(error: unknown): Pick<BelfryError, 'message' | 'hint' | 'exitCode'> & { readonly code: string } {
  if (error instanceof BelfryError) return error
  if (error instanceof Interrupted)
    return { code: 'INTERRUPTED', message: 'interrupted', hint: '', exitCode: exitCodes.interrupted }
  const message = error instanceof Error ? error.message : String(error)
  if (isRefusal(error)) return { code: error.code, message, hint: '', exitCode: exitCodes.environment }
  return { code: 'BUG', message, hint: bug, exitCode: exitCodes.bug }
}

const bug = 'This is a bug in Belfry; please report it with the lines below.'
