import type { Problem } from '../errors/problem.ts'
import { inOrder } from './report-order.ts'

/** Problems for machines, in stable order. */
export function reportJson(problems: readonly Problem[]): string {
  return `${JSON.stringify({ problems: inOrder(problems) }, null, 2)}\n`
}
