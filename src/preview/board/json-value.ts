/** Anybody's JSON: nothing is known of its shape. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

const nothing: JsonObject = Object.freeze({})

/** The value as an object; an empty one when it is something else. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : nothing
}

/** The value as a list; an empty one when it is something else. */
export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

/** The value as a text; numbers and booleans are written out. */
export function textOf(value: unknown, otherwise = ''): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : otherwise
}

/** The value as a number; a text of digits counts as one. */
export function numberOf(value: unknown, otherwise: number): number {
  return maybeNumber(value) ?? otherwise
}

export function maybeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

export function flagOf(value: unknown, otherwise = false): boolean {
  return typeof value === 'boolean' ? value : otherwise
}

/** A list of texts; one text is a list of one. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((one) => textOf(one))
  return value === undefined || value === null ? [] : [textOf(value)]
}
