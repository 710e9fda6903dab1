import { expect, it } from 'vitest'
import { lsnBytes } from './lsn.ts'

it.each([
  ['0/1800000', 25_165_824],
  ['3/12345678', 3 * 2 ** 32 + 0x12345678],
  ['1FFFFF/FFFFFFFF', 2 ** 53 - 1],
  ['a/b', 10 * 2 ** 32 + 11],
  ['FFFFFFFF/FFFFFFFF', 2 ** 64],
])('%s is %d bytes', (text, bytes) => {
  expect(lsnBytes(text)).toBe(bytes)
})

it.each([null, undefined, 25, '', '0/0', '12345678', '1/2/3', '123456789/0', 'G/0', ' 0/1', '0/1\n0/2'])(
  '%s is no position',
  (value) => {
    expect(lsnBytes(value)).toBeNull()
  },
)
