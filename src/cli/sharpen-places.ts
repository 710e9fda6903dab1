import { readFile } from 'node:fs/promises'
import type { Problem } from '../errors/problem.ts'

/**
 * Puts the column of a problem with a query on its fragment, where the line of the query stands in the author's file as it
 * is; where values are put into it, on the beginning of the line.
 */
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
  const written = (query.slice(start).split('\n')[0] ?? '').trim()
  const indent = query.slice(start).search(/\S|$/)
  const found = written === '' ? -1 : source.indexOf(written)
  if (found < 0) return { ...problem, place: { ...place, column: source.search(/\S|$/) + 1 } }
  const column = found + from - start - indent + 1
  const length = Math.min(to, start + indent + written.length) - from
  return { ...problem, place: { ...place, column }, end: { line: place.line, column: column + Math.max(length, 0) } }
}
