import type { Problem } from '../errors/problem.ts'
import { whereText } from './distinct-problems.ts'
import { excerpt } from './report-excerpt.ts'
import { inOrder } from './report-order.ts'

/** What a part of a report is, for whoever colours it. */
export type ReportPart = 'place' | 'error' | 'warning' | 'message' | 'id' | 'gutter' | 'caret' | 'hint'

export interface TextOptions {
  /** Colours a part. @default nothing is coloured */
  readonly paint?: (part: ReportPart, text: string) => string
  /** Columns that a line of a query may take. @default 100 */
  readonly width?: number
}

/** Problems for people: one block each, in the order of the files, then a line that counts them. */
export function reportText(problems: readonly Problem[], options: TextOptions = {}): string {
  const blocks = inOrder(problems).map((problem) => block(problem, options))
  return `${blocks.join('')}${countText(problems)}\n`
}

/** `2 errors, 1 warning`. */
export function countText(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
  return problems.length === 0 ? 'no problems' : `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`
}

function block(problem: Problem, options: TextOptions): string {
  const { id, severity, message, hint, place, fragment } = problem
  const { paint = (_part, text) => text, width = 100 } = options
  const where = place === null ? '' : `${paint('place', `${place.file}:${place.line}:${place.column}:`)} `
  const lines = [
    `${where}${paint(severity, `${severity}:`)} ${paint('message', message)} ${paint('id', `[${id}]`)}${whereText(problem)}`,
  ]
  if (place !== null && fragment !== undefined && fragment.query !== '') {
    const { line, carets } = excerpt(fragment, width)
    const number = `${place.line}`.padStart(5)
    lines.push(`${paint('gutter', `${number} |`)} ${line}`)
    lines.push(`${paint('gutter', `${' '.repeat(number.length)} |`)} ${paint('caret', carets)}`)
  }
  if (hint !== '') lines.push(...hint.split('\n').map((line) => `    ${paint('hint', line.trim())}`))
  return lines.map((line) => `${line}\n`).join('')
}
