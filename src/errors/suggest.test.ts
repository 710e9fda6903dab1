import { expect, test } from 'vitest'
import { suggest, suggestHint } from './suggest.ts'

test.each([
  ['a slip', 'humanise', ['humanize', 'query'], 'humanize'],
  ['two letters exchanged', 'RedisDwon', ['RedisDown'], 'RedisDown'],
  [
    'an ending that was left out, the shortest',
    'disk_avail',
    ['disk_avail_bytes_total', 'disk_avail_bytes'],
    'disk_avail_bytes',
  ],
  ['nothing that is far', 'loki_request_duration_seconds_count', ['go_gc_duration_seconds_count'], null],
  ['nothing for so short a name', 'le', ['id', 'job'], null],
  ['never the name itself', 'up', ['up'], null],
  ['nothing where nothing is known', 'up', [], null],
])('of %s', (_, name, known, expected) => {
  expect(suggest(name, known)).toBe(expected)
})

test('where nothing is near all are told, but no more than anybody reads', () => {
  expect(suggestHint('x', ['le', 'job'])).toBe('Known: job, le.')
  expect(suggestHint('x', [])).toBe('')
  expect(
    suggestHint(
      'x',
      Array.from({ length: 100 }, (_, index) => `label${index}`),
    ),
  ).toMatch(/ and 40 more\.$/)
})
