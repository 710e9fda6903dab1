import { readFile } from 'node:fs/promises'
import type { Problem } from '../errors/problem.ts'

/** Puts the column of a problem with a query on its fragment, as far as the author's file has it as it is rendered. */
export async function sharpenPlaces(problems: readonly Problem[]): Promise<readonly Problem[]> {
  const files = new Map<string, Promise<readonly string[]>>()
  const linesOf = (file: string): Promise<readonly string[]> => {
    const known =
      files.get(file) ??
      readFile(file, 'utf8').then(
        (text) => text.split('\n'),
        () => [],
      )
    files.set(file, known)
    return known
  }
  return Promise.all(
    problems.map(async (problem) =>
      problem.place === null || problem.fragment === undefined || problem.end !== undefined
        ? problem
        : sharpen(problem, problem.place, problem.fragment, await linesOf(problem.place.file)),
    ),
  )
}

function sharpen(
  problem: Problem,
  place: NonNullable<Problem['place']>,
  { query, from, to }: NonNullable<Problem['fragment']>,
  lines: readonly string[],
): Problem {
  const source = lines[place.line - 1]
  if (source === undefined) return problem
  const start = query.lastIndexOf('\n', from - 1) + 1
  const line = query.slice(start).split('\n')[0] ?? ''
  const length = Math.min(to - start, line.trimEnd().length) - (from - start)
  const column = columnOf(source, line, from - start, Math.max(length, 0))
  if (column !== null)
    return { ...problem, place: { ...place, column }, end: { line: place.line, column: column + Math.max(length, 0) } }
  // Values are put into the line: then the template, or the line, is as near as it gets.
  return start === 0 ? problem : { ...problem, place: { ...place, column: source.search(/\S|$/) + 1 } }
}

/** The column of a part of a query's line: the line stands there as it is, or at least the part does, once. */
function columnOf(source: string, line: string, from: number, length: number): number | null {
  const indent = line.search(/\S|$/)
  const written = line.trim()
  const whole = written === '' ? -1 : source.indexOf(written)
  if (whole >= 0) return whole + from - indent + 1
  const part = line.slice(from, from + length)
  const found = part.length < 3 ? -1 : source.indexOf(part)
  return found >= 0 && source.indexOf(part, found + 1) < 0 ? found + 1 : null
}
