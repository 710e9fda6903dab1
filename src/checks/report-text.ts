import type { Problem } from '../errors/problem.ts'

/** Problems for people: one block each, then a line that counts them. */
export function reportText(problems: readonly Problem[]): string {
  const blocks = problems.map(({ id, severity, message, hint, place }) => {
    const where = place === null ? '' : `${place.file}:${place.line}:${place.column}: `
    return `${where}${severity}: ${message} [${id}]${hint === '' ? '' : `\n    ${hint}`}\n`
  })
  return `${blocks.join('')}${countText(problems)}\n`
}

/** `2 errors, 1 warning`. */
export function countText(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
  return problems.length === 0 ? 'no problems' : `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`
}
