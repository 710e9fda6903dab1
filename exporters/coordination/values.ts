import { type CoordinatorState, coordinatorStates } from './metrics.ts'

/** What the keys hold: JSON that other programs write, so that nothing is taken for granted. */

export interface StateValue {
  readonly status: CoordinatorState
  readonly phase: string
  /** When the wait began, in milliseconds since 1970; `null` where nobody says so. */
  readonly since: number | null
}

export interface EscalationValue {
  readonly swarm: string
  /** Milliseconds since 1970. */
  readonly timestamp: number | null
}

/** Longer texts are not read; real ones have a few hundred characters. */
const maxLength = 65_536
/** What a coordinator does not say. */
export const unknownName = 'unknown'

/** The state of a coordinator; `null` for a text that is none. */
export function readState(text: string): StateValue | null {
  const value = readObject(text)
  if (value === null) return null
  const { status, phase, startTime, timestamp } = value
  return {
    status: coordinatorStates.find((one) => one === status) ?? 'unknown',
    phase: name(phase),
    since: time(startTime) ?? time(timestamp),
  }
}

/** When the last heartbeat came, in milliseconds since 1970; `null` for a text that does not say so. */
export function readHeartbeat(text: string): number | null {
  return readTime(text, /"lastHeartbeat"\s*:\s*(\d+(?:\.\d+)?)\s*[,}]/)
}

/** When a coordinator was last active, in milliseconds since 1970; `null` for a text that does not say so. */
export function readActivity(text: string): number | null {
  return readTime(text, /"lastActivity"\s*:\s*(\d+(?:\.\d+)?)\s*[,}]/)
}

/** Who was given up for dead; `null` for a text that does not say so. */
export function readEscalation(text: string): EscalationValue | null {
  const value = readObject(text)
  return value === null ? null : { swarm: name(value.swarmId), timestamp: time(value.timestamp) }
}

/** One number is wanted of each of very many texts: finding it takes a fifth of the time that reading all of the JSON does. */
function readTime(text: string, pattern: RegExp): number | null {
  if (text.length > maxLength || !text.startsWith('{') || !text.endsWith('}')) return null
  const [, digits] = pattern.exec(text) ?? []
  return digits === undefined ? null : time(Number(digits))
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  if (text.length > maxLength) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

function name(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : unknownName
}

function time(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null
}
