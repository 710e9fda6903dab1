import { findProgram } from '../../src/engines/find-program.ts'
import type { Program, ProgramName } from '../../src/engines/program.ts'

/**
 * A program to test with: the one that Belfry itself would run, fetched where the machine has none; of another Debian
 * suite where `BELFRY_TEST_SUITE` names one.
 *
 * @throws BelfryError `ENGINE_MISSING`, `ENGINE_FETCH_FAILED`, `ENGINE_CHECKSUM`.
 */
export function engineProgram(name: ProgramName): Promise<Program> {
  const suite = process.env.BELFRY_TEST_SUITE
  return findProgram(name, { fetch: true, ...(suite === undefined ? {} : { suite }) })
}
