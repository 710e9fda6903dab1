import { readFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Place } from '../errors/place.ts'
import type { Problem } from '../errors/problem.ts'

/** Turns places in the compiled spec into places in the author's files, relative to the root. */
export async function mapProblems(
  problems: readonly Problem[],
  root: string,
  module: string,
  mapPath: string,
): Promise<readonly Problem[]> {
  if (problems.every(({ place }) => place === null)) return problems
  const map = new SourceMap(JSON.parse(await readFile(mapPath, 'utf8')))
  return problems.map((problem) => {
    if (problem.place === null) return problem
    const place = mapPlace(problem.place)
    if (problem.fragment === undefined) return { ...problem, place }
    // Only the beginning of a template is in the map; its lines follow it.
    const { below } = problem.fragment
    return { ...problem, place: { ...place, line: place.line + below }, fragment: { ...problem.fragment, below: 0 } }
  })

  function mapPlace(place: Place): Place {
    const { line, column } = place
    const file = place.file.startsWith('file:') ? fileURLToPath(place.file) : place.file
    if (file !== module) return { file: relative(root, file), line, column }
    const entry = map.findEntry(line - 1, column - 1)
    return 'originalSource' in entry
      ? { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
      : { file: relative(root, file), line, column }
  }
}
