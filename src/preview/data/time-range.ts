/** A period that a dashboard shows, in Unix milliseconds, and as it was asked for. */
export interface TimeRange {
  readonly from: number
  readonly to: number
  readonly raw: { readonly from: string; readonly to: string }
}

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 30 * 86_400_000,
  y: 365 * 86_400_000,
}

/**
 * Reads the two ends of a range: `now-6h`, `now/d`, a date such as `2026-01-31T12:00:00Z`, Unix milliseconds.
 * Days begin at midnight UTC. A text that is none of these is `null`.
 */
export function readTimeRange(from: string, to: string, now: number): TimeRange | null {
  const [start, end] = [readTime(from, now, false), readTime(to, now, true)]
  return start === null || end === null || end <= start ? null : { from: start, to: end, raw: { from, to } }
}

/** @param roundUp - whether `/d` means the end of the day. */
export function readTime(text: string, now: number, roundUp = false): number | null {
  const trimmed = text.trim()
  if (/^\d{10,14}$/.test(trimmed)) return Number(trimmed) * (trimmed.length <= 10 ? 1000 : 1)
  const [, math] = /^now((?:[+-]\d+[smhdwMy]|\/[smhdwMy])*)$/.exec(trimmed) ?? []
  if (math === undefined) {
    const parsed = Date.parse(/[zZ]|[+-]\d\d:?\d\d$|^\d{4}-\d\d-\d\d$/.test(trimmed) ? trimmed : `${trimmed}Z`)
    return Number.isNaN(parsed) ? null : parsed
  }
  let time = now
  for (const [, operator = '', amount = '', unit = ''] of math.matchAll(/([+\-/])(\d*)([smhdwMy])/g)) {
    const size = units[unit] ?? 0
    if (operator === '/') time = Math.floor(time / size) * size + (roundUp ? size - 1 : 0)
    else time += (operator === '-' ? -1 : 1) * Number(amount) * size
  }
  return time
}

/** Milliseconds of a duration such as `1m30s`, `15s`, `2h`; a bare number is seconds. `null` when it is none. */
export function durationMs(text: string): number | null {
  const trimmed = text.trim().replace(/^[<>]=?\s*/, '')
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwMy])/g)]
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== trimmed) return null
  return parts.reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (unit === 'ms' ? 1 : (units[unit] ?? 0)),
    0,
  )
}

/** Such as `2m`, `1m30s`, `500ms`: as Grafana writes an interval. */
export function durationText(ms: number): string {
  const whole = (size: number, unit: string): string | null =>
    ms >= size && ms % size === 0 ? `${ms / size}${unit}` : null
  return (
    whole(86_400_000, 'd') ?? whole(3_600_000, 'h') ?? whole(60_000, 'm') ?? whole(1000, 's') ?? `${Math.round(ms)}ms`
  )
}
