import type { Labels } from '../../spec/labels.ts'

/** One series at one time. */
export interface Element {
  /** With `__name__`, while it has one. */
  readonly labels: Labels
  readonly value: number
}

/** What an expression gives at a time: a number, or series. */
export type Value = number | readonly Element[]

/** Something that this evaluation does not know; the reader is told why nothing can be said. */
export class NotEvaluated extends Error {
  override readonly name = 'NotEvaluated'
}

/** Labels without some. */
export function without(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)))
}

/** Only these labels, as far as they are there. */
export function only(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)))
}

/** The same text for the same labels. */
export function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}
