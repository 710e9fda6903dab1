import type { Problem } from '../errors/problem.ts'

/** Problems for machines, in stable order. */
export function reportJson(problems: readonly Problem[]): string {
  return `${JSON.stringify({ problems }, null, 2)}\n`
}
