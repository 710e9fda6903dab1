import { expect, test } from 'vitest'
import { inventedWorld } from '../../../test/support/invented-world.ts'
import { writeAlternatives, writeValue } from '../../../test/support/label-notation.ts'
import { parsePromql } from '../parse.ts'
import { infer } from './infer.ts'
import { withRecordings } from './recording.ts'
import { openWorld, type World } from './world.ts'

function recording(name: string, text: string, labels: Readonly<Record<string, string>> = {}) {
  const expr = parse(text)
  return { name, expr, labels }
}

function parse(text: string) {
  const { node } = parsePromql(text)
  if (node === null) throw new Error(text)
  return node
}

const resultIn = (world: World, text: string) => infer(parse(text), world).result

test('what a rule records has its labels, kind, unit and jobs, and the labels that the rule sets', () => {
  const rule = recording('job:requests:rate5m', 'sum by (job, code) (rate(requests_total[5m]))', {
    team: 'web',
    code: '',
  })
  const result = resultIn(withRecordings(inventedWorld, [rule]), 'job:requests:rate5m')
  expect(writeAlternatives(result)).toBe('__name__!=job:requests:rate5m job!=api team!=web')
  expect(writeValue(result)).toBe('counter rate 1/seconds 0..Infinity')
  expect(result.shapes[0]?.jobs).toEqual(['api'])
})

test('rules can use each other in whatever order they stand', () => {
  const rules = [
    recording('route:latency:p90', 'histogram_quantile(0.9, route:latency:rate5m)'),
    recording('route:latency:rate5m', 'sum by (route, le) (rate(latency_seconds_bucket[5m]))'),
  ]
  expect(writeValue(resultIn(withRecordings(inventedWorld, rules), 'route:latency:p90 > 1'))).toBe(
    'quantile seconds 1..2.5',
  )
})

test('a rule that uses itself ends', () => {
  const rules = [recording('a:b', 'max by (job) (a:c)'), recording('a:c', 'a:b or sum by (job) (up)')]
  expect(writeAlternatives(resultIn(withRecordings(inventedWorld, rules), 'a:b'))).toContain('job')
})

test('in an open world what is recorded is known, and nothing else', () => {
  const world = withRecordings(openWorld, [recording('a:b', 'sum by (job) (x)')])
  expect(writeAlternatives(resultIn(world, 'a:b'))).toBe('__name__!=a:b job?')
  expect(writeAlternatives(resultIn(world, 'x'))).toBe('__name__!=x …')
})

test('a name that several rules record has an alternative for each', () => {
  const rules = [recording('a:b', 'sum(up)', { kind: 'x' }), recording('a:b', 'sum(leader)', { kind: 'y' })]
  expect(writeAlternatives(resultIn(withRecordings(inventedWorld, rules), 'a:b'))).toBe(
    '__name__!=a:b kind!=x | __name__!=a:b kind!=y',
  )
})
