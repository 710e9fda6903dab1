import type { Problem } from '../errors/problem.ts'

/** Each problem once: the same fault in three environments is one fault. */
export function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  const distinct = new Map<string, Problem>()
  for (const problem of problems) {
    const key = JSON.stringify([problem.id, problem.path, problem.message, problem.fragment?.from])
    if (!distinct.has(key)) distinct.set(key, problem)
  }
  return [...distinct.values()]
}
