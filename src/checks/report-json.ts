import type { Problem } from '../errors/problem.ts'
import { inOrder } from './report-order.ts'

/**
 * Problems for machines, in stable order.
 *
 * @param others - what stands beside them. @default nothing
 */
export function reportJson(problems: readonly Problem[], others: object = {}): string {
  return `${JSON.stringify({ problems: inOrder(problems), ...others }, null, 2)}\n`
}
