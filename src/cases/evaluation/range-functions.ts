import type { Window } from './sample-store.ts'

/** A function of a range: `null` when it gives nothing for this one. Times are in milliseconds, rates per second. */
export type RangeFunction = (window: Window, range: { readonly from: number; readonly to: number }) => number | null

/** Functions of one range vector, as Prometheus computes them. */
export const rangeFunctions: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ['rate', (window, range) => extrapolate(window, range, true, true)],
  ['increase', (window, range) => extrapolate(window, range, true, false)],
  ['delta', (window, range) => extrapolate(window, range, false, false)],
  ['deriv', slopeOf],
  ['changes', ({ values }) => count(values, (value, before) => value !== before)],
  ['resets', ({ values }) => count(values, (value, before) => value < before)],
  ['avg_over_time', ({ values }) => sum(values) / values.length],
  ['sum_over_time', ({ values }) => sum(values)],
  ['min_over_time', ({ values }) => Math.min(...values)],
  ['max_over_time', ({ values }) => Math.max(...values)],
  ['last_over_time', ({ values }) => values.at(-1) ?? null],
  ['count_over_time', ({ values }) => values.length],
  ['present_over_time', () => 1],
])

/** The growth between the first and the last sample, carried on to the edges of the range where samples are near them. */
function extrapolate(
  { times, values }: Window,
  { from, to }: { readonly from: number; readonly to: number },
  isCounter: boolean,
  isRate: boolean,
): number | null {
  const [firstTime = 0] = times
  const [first = 0] = values
  const lastTime = times.at(-1) ?? 0
  if (times.length < 2) return null
  let growth = (values.at(-1) ?? 0) - first
  if (isCounter) {
    let before = first
    for (const value of values) {
      if (value < before) growth += before
      before = value
    }
  }
  const sampled = (lastTime - firstTime) / 1000
  const between = sampled / (times.length - 1)
  let toStart = (firstTime - from) / 1000
  const toEnd = (to - lastTime) / 1000
  if (isCounter && growth > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / growth))
  const near = between * 1.1
  const whole = sampled + (toStart < near ? toStart : between / 2) + (toEnd < near ? toEnd : between / 2)
  const factor = whole / sampled
  return growth * (isRate ? factor / ((to - from) / 1000) : factor)
}

/** The slope of the straight line that is nearest to all samples. */
function slopeOf({ times, values }: Window): number | null {
  if (times.length < 2) return null
  const [begin = 0] = times
  const seconds = times.map((time) => (time - begin) / 1000)
  const meanTime = sum(seconds) / seconds.length
  const meanValue = sum(values) / values.length
  let both = 0
  let square = 0
  for (const [index, second] of seconds.entries()) {
    both += (second - meanTime) * ((values[index] ?? 0) - meanValue)
    square += (second - meanTime) ** 2
  }
  return both / square
}

function count(values: readonly number[], isCounted: (value: number, before: number) => boolean): number {
  return values.filter((value, index) => index > 0 && isCounted(value, values[index - 1] ?? 0)).length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
