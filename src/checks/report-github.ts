import type { Problem } from '../errors/problem.ts'
import { whereText } from './distinct-problems.ts'
import { inOrder } from './report-order.ts'

/** Problems as commands of a GitHub workflow: they show as annotations of the changed lines. */
export function reportGithub(problems: readonly Problem[]): string {
  return inOrder(problems)
    .map((problem) => `::${problem.severity} ${propertiesOf(problem)}::${escapeData(textOf(problem))}\n`)
    .join('')
}

function propertiesOf({ id, place, end }: Problem): string {
  const properties: (readonly [string, string | number])[] = []
  if (place !== null) {
    properties.push(['file', place.file], ['line', place.line])
    if (end !== undefined && end.line !== place.line) properties.push(['endLine', end.line])
    properties.push(['col', place.column])
    // GitHub takes an end column only within one line, and counts it in.
    if (end !== undefined && end.line === place.line && end.column > place.column)
      properties.push(['endColumn', end.column - 1])
  }
  properties.push(['title', `belfry ${id}`])
  return properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',')
}

function textOf(problem: Problem): string {
  const { message, hint } = problem
  const text = `${message}${whereText(problem)}`
  return hint === '' ? text : `${text}\n${hint}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
