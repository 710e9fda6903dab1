import { describe, expect, it } from 'vitest'
import { outermost, thresholds } from './thresholds.ts'

describe('the thresholds of a query', () => {
  const cases: [sentence: string, query: string, expected: string[]][] = [
    ['a plain comparison', 'redis_memory_used_bytes / redis_memory_max_bytes > 0.85', ['> 0.85']],
    ['equality without spaces', 'pg_up==0', ['== 0']],
    ['the bool modifier', 'sum(up >= bool 3)', ['>= 3']],
    ['scientific notation', 'rate(x_bytes[5m]) > 1.5e+6', ['> 1500000']],
    ['a hexadecimal number', 'x < 0x10', ['< 16']],
    ['a fraction without a leading digit', 'x < .5', ['< 0.5']],
    ['a negative number', 'delta(x[1h]) < -20', ['< -20']],
    ['two comparisons', 'abs(x) > 0.5 and y <= 10', ['> 0.5', '<= 10']],
    ['a number on the left, mirrored', '100 < x', ['> 100']],
    ['strings, matchers and ranges left out', 'x{a!="> 3", b=~`== 4`, c="}"}[5m:1m] != 7', ['!= 7']],
    ['comments left out', 'x # > 3\n > 4', ['> 4']],
    ['durations left out', 'x offset 5m > 6', ['> 6']],
    ['a number that scales a vector left out', 'a > 2 * b', []],
    ['vector comparisons left out', 'a > on (instance) b', []],
    ['no comparison at all', 'vector(1)', []],
    ['digits within names left out', 'node_load15 > ignoring (x9) load1', []],
  ]
  it.each(cases)('%s', (_, query, expected) => {
    expect(thresholds(query).map(({ operator, value }) => `${operator} ${value}`)).toEqual(expected)
  })
})

describe('the outermost comparisons of a query', () => {
  const cases: [sentence: string, query: string, expected: string[]][] = [
    ['leave out the guard of a division', 'a / (b > 100) > 0.5', ['> 0.5']],
    ['keep both sides of an and', '(a / b > 0.5) and (c > 10)', ['> 0.5', '> 10']],
    ['may all stand within an aggregation', 'sum(up == bool 0)', ['== 0']],
    ['name equal ones once', 'a == 0 or b == 0 or c == 0', ['== 0']],
    ['are none when there is none', 'vector(1)', []],
  ]
  it.each(cases)('%s', (_, query, expected) => {
    expect(outermost(thresholds(query)).map(({ operator, value }) => `${operator} ${value}`)).toEqual(expected)
  })
})
