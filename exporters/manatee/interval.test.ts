import { expect, it } from 'vitest'
import { intervalSeconds } from './interval.ts'

it.each([
  [{ minutes: 5, seconds: 42 }, 342],
  [{ days: 1, hours: 2, minutes: 3, seconds: 4 }, 93_784],
  [{ seconds: 4, milliseconds: 500.25 }, 4.50025],
  [{ seconds: 0.1, milliseconds: 200 }, 0.3],
  [{ months: 1 }, 2_592_000],
  [{ years: 1 }, 31_557_600],
  [{ minutes: 0, seconds: 0 }, 0],
  [{}, 0],
  // The clock of the primary is ahead.
  [{ seconds: -3 }, 0],
])('%j is %d seconds', (value, seconds) => {
  expect(intervalSeconds(value)).toBe(seconds)
})

it.each([
  null,
  undefined,
  5000,
  '00:05:42',
  [5],
  { seconds: '5' },
  { seconds: Number.NaN },
  { fortnights: 1 },
  { days: 1e308 },
])('%j is unknown', (value) => {
  expect(intervalSeconds(value)).toBeNull()
})

it('takes no part from the prototype', () => {
  expect(intervalSeconds(JSON.parse('{"constructor": 1}'))).toBeNull()
  expect(intervalSeconds(JSON.parse('{"__proto__": 1}'))).toBeNull()
})
