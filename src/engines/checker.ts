import type { Problem } from '../errors/problem.ts'

/** What a checker of an engine says about rendered files. */
export interface CheckerReport {
  /** The command that a person would type, such as `promtool check config`. */
  readonly checker: string
  /** Why it did not run; empty when it did. */
  readonly skipped: string
  readonly problems: readonly Problem[]
}

/** A checker that did not run. */
export function skipped(checker: string, reason: string): CheckerReport {
  return { checker, skipped: reason, problems: [] }
}

/**
 * What a checker found.
 *
 * @param id - names the page of the check.
 */
export function checked(checker: string, id: string, findings: readonly Finding[]): CheckerReport {
  const unique = new Map(findings.map((finding) => [`${finding.file}\n${finding.message}`, finding]))
  return {
    checker,
    skipped: '',
    problems: [...unique.values()].map(({ file, message }) => ({
      id,
      severity: 'error',
      message: `${file}: ${message}`,
      hint: 'The rendered file is refused by the program that reads it.',
      path: file,
      place: null,
    })),
  }
}

export interface Finding {
  /** Path of the rendered file, as it was given to the checker. */
  readonly file: string
  readonly message: string
}
