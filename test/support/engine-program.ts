import { findProgram } from '../../src/engines/find-program.ts'
import type { Program, ProgramName } from '../../src/engines/program.ts'

/**
 * A program to test with: the one that Belfry itself would run, fetched where the machine has none.
 *
 * @throws BelfryError `ENGINE_MISSING`, `ENGINE_FETCH_FAILED`, `ENGINE_CHECKSUM`.
 */
export function engineProgram(name: ProgramName): Promise<Program> {
  return findProgram(name, { fetch: true })
}
