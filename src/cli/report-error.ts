import { BelfryError, exitCodes } from '../errors/belfry-error.ts'
import { talk } from './output.ts'

/** Ends a command whose problems are already printed. */
export class ProblemsFound extends Error {}

/** Ends a command that the user gave up, after it has cleaned up. */
export class Interrupted extends Error {}

/** Says what went wrong, and gives the exit code. Only a bug shows its stack. */
export function reportError(error: unknown): number {
  if (error instanceof ProblemsFound) return exitCodes.problems
  if (error instanceof Interrupted) {
    talk('belfry: interrupted')
    return 130
  }
  if (error instanceof BelfryError) {
    talk(`belfry: ${error.message}`)
    if (error.hint !== '') talk(`  ${error.hint}`)
    return error.exitCode
  }
  talk('belfry: this is a bug in Belfry, please report it with the lines below')
  talk(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return exitCodes.bug
}
