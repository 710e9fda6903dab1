import { dateTimeFormat } from '../vendor/grafana-data.js'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * hour),
  ...[1, 2, 3, 5, 7, 10, 14, 30, 60, 90, 180, 365].map((count) => count * day),
]

export interface TimeTick {
  readonly time: number
  readonly label: string
}

/** Ticks of a time axis, at round times, far enough from each other. */
export function timeTicks(from: number, to: number, width: number, timeZone: string): readonly TimeTick[] {
  const least = ((to - from) * 78) / Math.max(78, width)
  const step = steps.find((one) => one >= least) ?? 365 * day
  const shift = step >= hour ? offsetOf(from, timeZone) : 0
  const ticks: TimeTick[] = []
  for (let time = Math.ceil((from + shift) / step) * step - shift; time <= to; time += step)
    ticks.push({ time, label: labelOf(time, step, to - from, timeZone) })
  return ticks
}

/** A time as people read it in tooltips and titles. */
export function fullTime(time: number, timeZone: string): string {
  return dateTimeFormat(time, { format: 'YYYY-MM-DD HH:mm:ss', timeZone })
}

function labelOf(time: number, step: number, span: number, timeZone: string): string {
  const format = (pattern: string): string => dateTimeFormat(time, { format: pattern, timeZone })
  if (step < minute) return format('HH:mm:ss')
  if (step >= day) return format(span > 300 * day ? 'YYYY-MM' : 'MM/DD')
  const clock = format('HH:mm')
  if (clock === '00:00' && span >= 12 * hour) return format('MM/DD')
  return span > 3 * day ? format('MM/DD HH:mm') : clock
}

/** Milliseconds that a zone is ahead of UTC. */
function offsetOf(time: number, timeZone: string): number {
  if (timeZone === 'utc') return 0
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(dateTimeFormat(time, { format: 'Z', timeZone })) ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * hour + Number(minutes) * minute)
}
