import type { TimeInterval } from '../../spec/notify.ts'

/**
 * Whether a moment lies within a time interval of Alertmanager: all fields that are given must hold, each by one of its
 * ranges.
 *
 * @param moment - milliseconds since 1970.
 * @throws RangeError when the location is no time zone.
 */
export function isWithin(interval: TimeInterval, moment: number): boolean {
  const { times, weekdays, daysOfMonth, months, years, location = 'UTC' } = interval
  const at = civilTime(moment, location)
  return (
    anyOf(times, ({ startTime, endTime }) => at.minute >= minutesOf(startTime) && at.minute < minutesOf(endTime)) &&
    anyOf(daysOfMonth, (range) => isOnDay(range, at)) &&
    anyOf(months, (range) => isBetween(range, at.month, monthNumber)) &&
    anyOf(weekdays, (range) => isBetween(range, at.weekday, weekdayNumber)) &&
    anyOf(years, (range) => isBetween(range, at.year, Number))
  )
}

interface CivilTime {
  /** Of the day. */
  readonly minute: number
  /** Sunday is 0. */
  readonly weekday: number
  readonly day: number
  readonly daysInMonth: number
  readonly month: number
  readonly year: number
}

/** What a clock and a calendar on the wall of a place show. */
function civilTime(moment: number, location: string): CivilTime {
  const parts = formatOf(location).formatToParts(moment)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  const [year, month] = [Number(part('year')), Number(part('month'))]
  return {
    minute: Number(part('hour')) * 60 + Number(part('minute')),
    weekday: weekdays.findIndex((name) => name.startsWith(part('weekday').toLowerCase())),
    day: Number(part('day')),
    daysInMonth: daysInMonth(year, month),
    month,
    year,
  }
}

function formatOf(location: string): Intl.DateTimeFormat {
  const known = formats.get(location)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: location === 'Local' ? 'UTC' : location,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(location, format)
  return format
}

/** Negative days are counted from the end of the month; a day that the month does not have is none. */
function isOnDay(range: string, { day, daysInMonth: last }: CivilTime): boolean {
  const [from = 0, to = from] = range
    .split(':')
    .map((text) => (Number(text) < 0 ? last + Number(text) + 1 : Number(text)))
  return day >= from && day <= to
}

function isBetween(range: string, value: number, read: (text: string) => number): boolean {
  const [from = '', to = from] = range.split(':')
  return value >= read(from) && value <= read(to)
}

/** Nothing given is no condition. */
function anyOf<T>(ranges: readonly T[] | undefined, holds: (range: T) => boolean): boolean {
  return ranges === undefined || ranges.length === 0 || ranges.some(holds)
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const weekdayNumber = (name: string): number => weekdays.indexOf(name.toLowerCase())
const monthNumber = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) : months.indexOf(text.toLowerCase()) + 1
const formats = new Map<string, Intl.DateTimeFormat>()
