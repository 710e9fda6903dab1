import type { Problem } from '../errors/problem.ts'

/** Problems by file, line, column and id; those without a place come first. The order of the input does not matter. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => compareKeys(keyOf(a), keyOf(b)))
}

function keyOf({ id, place, path, message }: Problem): readonly (string | number)[] {
  return [place?.file ?? '', place?.line ?? 0, place?.column ?? 0, id, path, message]
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? ''
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
