import { describe, expect, it } from 'vitest'
import type { TimeInterval } from '../../spec/notify.ts'
import { isWithin } from './time-interval.ts'

const at = (text: string) => Date.parse(text)

describe('a time interval', () => {
  it.each<[sentence: string, interval: TimeInterval, moment: string, within: boolean]>([
    ['without fields is always', {}, '2026-11-21T12:00:00Z', true],
    [
      'begins with its first minute',
      { times: [{ startTime: '09:00', endTime: '17:00' }] },
      '2026-11-21T09:00:00Z',
      true,
    ],
    [
      'ends before its last minute',
      { times: [{ startTime: '09:00', endTime: '17:00' }] },
      '2026-11-21T17:00:00Z',
      false,
    ],
    ['may end with the day', { times: [{ startTime: '18:00', endTime: '24:00' }] }, '2026-11-21T23:59:59Z', true],
    ['is one of its ranges', { weekdays: ['monday', 'saturday:saturday'] }, '2026-11-21T12:00:00Z', true],
    ['leaves out other weekdays', { weekdays: ['monday:friday'] }, '2026-11-21T12:00:00Z', false],
    ['counts days from the end of the month', { daysOfMonth: ['-3:-1'] }, '2026-02-26T00:00:00Z', true],
    ['counts them by the month', { daysOfMonth: ['-3:-1'] }, '2026-02-25T23:59:00Z', false],
    ['knows leap years', { daysOfMonth: ['-1'] }, '2028-02-28T12:00:00Z', false],
    ['ends with a short month', { daysOfMonth: ['28:31'] }, '2026-02-28T12:00:00Z', true],
    ['has no day that the month has not', { daysOfMonth: ['31'] }, '2026-11-30T12:00:00Z', false],
    ['takes months by name and number', { months: ['january:march', '11'] }, '2026-11-21T12:00:00Z', true],
    ['takes ranges of years', { years: ['2024:2025'] }, '2026-11-21T12:00:00Z', false],
    ['needs all of its fields', { weekdays: ['saturday'], months: ['may'] }, '2026-11-21T12:00:00Z', false],
    ['is one of its place', { weekdays: ['sunday'], location: 'Asia/Tokyo' }, '2026-11-21T15:00:00Z', true],
    [
      'follows the summer time of its place',
      { times: [{ startTime: '14:00', endTime: '14:01' }], location: 'Europe/Berlin' },
      '2026-07-01T12:00:30Z',
      true,
    ],
  ])('%s', (_, interval, moment, within) => {
    expect(isWithin(interval, at(moment))).toBe(within)
  })
})
