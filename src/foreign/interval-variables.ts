/** Times that Grafana puts in itself, as a usual panel has them, in seconds. */
const seconds: Readonly<Record<string, number>> = {
  __rate_interval: 300,
  __interval: 60,
  __interval_ms: 60,
  __range: 21_600,
  __range_s: 21_600,
  __range_ms: 21_600,
}

/** A duration that can stand for a variable in a range or an offset. */
export function durationFor(variable: string): string {
  return `${seconds[variable] ?? 300}s`
}

/** A number that can stand for a variable. */
export function numberFor(variable: string): string {
  const value = seconds[variable] ?? 1
  return String(variable.endsWith('_ms') ? value * 1000 : value)
}

/** Whether a text is the unit behind a number of a duration. */
export function isDurationUnit(text: string): boolean {
  return /^(?:ms|[smhdwy])$/.test(text)
}
