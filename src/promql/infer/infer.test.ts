import { describe, expect, it, test } from 'vitest'
import { inventedWorld } from '../../../test/support/invented-world.ts'
import { writeAlternatives, writeValue } from '../../../test/support/label-notation.ts'
import type { Binary, Expr } from '../ast.ts'
import { parsePromql } from '../parse.ts'
import { jobsOf } from './facts.ts'
import { infer } from './infer.ts'
import { duplicatesOf } from './match-labels.ts'
import { openWorld, type World } from './world.ts'

function read(text: string): Expr {
  const { node, faults } = parsePromql(text)
  if (node === null) throw new Error(`${text}: ${faults[0]?.message}`)
  return node
}

const labelsIn = (world: World, text: string) => writeAlternatives(infer(read(text), world).result)
const valueIn = (world: World, text: string) => writeValue(infer(read(text), world).result)

describe('labels in a closed world', () => {
  const api = 'instance!=api-1,api-2 job!=api'
  const db = 'instance!=db-1,db-2 job!=db'
  const cases: [sentence: string, query: string, expected: string][] = [
    ['a selector has an alternative for each job', 'leader', `__name__!=leader ${db}`],
    [
      'a matcher picks the jobs that can have its value',
      'rate(cpu_seconds_total{mode="system"}[5m])',
      `${api} mode!=system`,
    ],
    ['a pattern narrows values', 'rate(requests_total{code=~"4..|5.."}[5m])', `code!=404,500 ${api} method?=GET,POST`],
    [
      'a matcher that absence does not fulfil makes a label certain',
      'rate(requests_total{method!=""}[5m])',
      `code!=200,404,500 ${api} method!=GET,POST`,
    ],
    ['an empty matcher removes a label', 'rate(requests_total{method=""}[5m])', `code!=200,404,500 ${api}`],
    ['a value that no series has selects nothing', 'requests_total{code="418"}', 'nothing'],
    ['a label that no series has selects nothing', 'requests_total{query_type="x"}', 'nothing'],
    ['a metric that is not there selects nothing', 'replication_lag', 'nothing'],
    [
      'names are matched by patterns as well',
      '{__name__=~"memory_.*", job="api"}',
      `__name__!=memory_bytes ${api} | __name__!=memory_limit_bytes ${api}`,
    ],
    ['an aggregation keeps what it names', 'sum by (job, ghost) (up)', 'job!=api | job!=db | job!=cache'],
    ['an aggregation without a grouping keeps nothing', 'sum(up)', ''],
    [
      '`without` keeps the rest but the name',
      'sum without (instance, code) (requests_total)',
      'job!=api method?=GET,POST',
    ],
    ['`topk` keeps all', 'topk(3, leader)', `__name__!=leader ${db}`],
    ['`count_values` adds a label', 'count_values by (job) ("version", leader)', 'job!=db version!'],
    [
      'arithmetic keeps what both sides share',
      'memory_bytes{job="db",pool="hot"} / on (job, instance) memory_limit_bytes',
      db,
    ],
    ['sides that differ in a label never meet', 'connections / connections_limit', 'nothing'],
    [
      'ignoring that label, they meet',
      'sum without (datname) (connections) / ignoring (state) group_left () connections_limit',
      `${db} state!=active,idle`,
    ],
    ['`group_left` takes labels over', 'leader * on (instance) group_left (version) build_info', `${db} version!`],
    [
      '`group_left` removes what the other side does not have',
      'requests_total * on (instance) group_left (code) up',
      `${api} method?=GET,POST`,
    ],
    [
      'a filter between vectors keeps the name',
      'memory_bytes > memory_limit_bytes',
      `__name__!=memory_bytes ${api} | __name__!=memory_bytes ${db}`,
    ],
    ['but with `on` only the labels that are named', 'leader >= on (job) group(up) by (job)', 'job!=db'],
    [
      '`and` keeps the left side and learns from the right',
      'memory_bytes and on (job) leader',
      `__name__!=memory_bytes ${db} pool?=cold,hot`,
    ],
    ['`or` has the alternatives of both', 'sum(errors_total) or vector(0)', ' | '],
    ['`unless` keeps the left side', 'leader unless up', `__name__!=leader ${db}`],
    [
      '`absent` has the labels of its equality matchers',
      'absent(up{job="web", instance=~"x.*", zone="a"})',
      'job!=web zone!=a',
    ],
    ['`absent` of anything else has none', 'absent(sum(up{job="web"}))', ''],
    [
      '`label_replace` works out known values',
      'label_replace(leader, "node", "n$1", "instance", "db-(.)")',
      `__name__!=leader ${db} node!=n1,n2`,
    ],
    [
      '`label_replace` leaves alone what does not match',
      'label_replace(leader, "node", "first", "instance", "db-1")',
      `__name__!=leader ${db} node?=first`,
    ],
    [
      '`label_replace` removes a label',
      'label_replace(leader, "job", "", "", "")',
      '__name__!=leader instance!=db-1,db-2',
    ],
    [
      '`label_join` joins known values',
      'label_join(leader, "id", "/", "job", "instance")',
      `__name__!=leader id!=db/db-1,db/db-2 ${db}`,
    ],
    [
      '`histogram_quantile` drops `le`',
      'histogram_quantile(0.9, sum by (le, job) (rate(latency_seconds_bucket[5m])))',
      'job!=api',
    ],
    [
      '`histogram_quantile` without `le` has nothing to go by',
      'histogram_quantile(0.9, sum by (job) (rate(latency_seconds_bucket[5m])))',
      'nothing',
    ],
    ['a number has no labels', 'vector(time())', ''],
  ]
  it.each(cases)('%s: %s', (_, query, expected) => {
    expect(labelsIn(inventedWorld, query)).toBe(expected)
  })
})

describe('labels in an open world', () => {
  const cases: [sentence: string, query: string, expected: string][] = [
    ['a selector can have any labels', 'x{a="1", b=~"2|3", c!="4", d=""}', '__name__!=x a!=1 b!=2,3 -d …'],
    ['a function drops the name', 'rate(x_total{a="1"}[5m])', 'a!=1 …'],
    ['`by` closes the labels', 'sum by (a, b) (x{a="1"})', 'a!=1 b?'],
    ['`without` removes some', 'sum without (a, b) (x{a="1"})', '-a -b …'],
    [
      'a match on labels that are known passes knowledge on',
      'sum by (a) (x) * on (a) group_left (v) y{a="1"}',
      'a!=1 v?',
    ],
    ['a closed side closes the other', 'x / sum by (a) (y)', 'a?'],
    ['labels that were removed cannot conflict', 'sum without (a) (x) / y{a=""}', '-a …'],
    ['a label that one side has for certain and the other has not', 'sum by (a) (x) / y{b="1"}', 'nothing'],
    ['a label can be replaced by anything', 'label_replace(x, "b", "$1", "a", "(.+)")', '__name__!=x b? …'],
    ['a template with text is never empty', 'label_replace(x, "b", "n$1", "a", ".*")', '__name__!=x b! …'],
    ['a whole match copies the label', 'label_replace(x{a="1"}, "b", "$1", "a", "(.*)")', '__name__!=x a!=1 b!=1 …'],
    ['a name by pattern can be any', '{__name__=~"x|y"}', '__name__!=x,y …'],
    ['what is selected by nothing but a pattern', '{job=~"x.+"}', '__name__! job! …'],
  ]
  it.each(cases)('%s: %s', (_, query, expected) => {
    expect(labelsIn(openWorld, query)).toBe(expected)
  })
})

describe('values', () => {
  const cases: [sentence: string, query: string, expected: string][] = [
    ['`up` is 0 or 1', 'up', 'boolean none 0..1'],
    ['a counter does not fall below 0', 'requests_total', 'counter none 0..Infinity'],
    ['its rate is per second', 'rate(requests_total[5m])', 'counter rate 1/seconds 0..Infinity'],
    ['its increase keeps the unit', 'increase(cpu_seconds_total[5m])', 'counter increase seconds 0..Infinity'],
    ['seconds per second are a ratio', 'sum(rate(cpu_seconds_total[5m]))', 'counter rate ratio 0..Infinity'],
    ['the growth of a gauge is no rate', 'rate(memory_bytes[5m])', 'gauge bytes/seconds 0..Infinity'],
    ['bytes by bytes are a ratio', 'memory_bytes / on (instance) memory_limit_bytes', 'gauge ratio 0..Infinity NaN'],
    ['a ratio of parts turned round', '1 - cache_hit_ratio', 'gauge ratio 0..1'],
    [
      'a sum over a duration by a count is a duration',
      'rate(latency_seconds_sum[5m]) / rate(latency_seconds_count[5m])',
      'gauge seconds 0..Infinity NaN',
    ],
    [
      'the age of a timestamp',
      'time() - start_timestamp_seconds',
      `gauge seconds -Infinity..${Number.MAX_SAFE_INTEGER}`,
    ],
    [
      'a quantile lies within the finite bounds',
      'histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))',
      'quantile seconds 0..2.5 NaN',
    ],
    [
      'of those that were selected',
      'histogram_quantile(0.9, latency_seconds_bucket{le=~"0.1|0.5|.Inf"})',
      'quantile seconds 0..0.5 NaN',
    ],
    ['a bucket counts', 'latency_seconds_bucket', 'bucket none 0..Infinity'],
    ['a count is at least 1', 'count(up == 0)', 'gauge none 1..Infinity'],
    ['a filter narrows', 'connections > 80', 'gauge none 80..100'],
    ['a filter with the number on the left narrows as well', '80 >= connections', 'gauge none 0..80'],
    ['`bool` is 0 or 1', 'connections > bool 80', 'boolean none 0..1'],
    ['`bool` of what is always so', 'connections >= bool 0', 'boolean none 1'],
    ['a clamped value', 'clamp_max(connections, 30)', 'gauge none 0..30'],
    ['constants are worked out', 'vector(2 * 3 ^ 2 - 1)', 'gauge unknown 17'],
    [
      'a product with info keeps the value',
      'requests_total * on (instance) group_left (version) build_info',
      'counter none 0..Infinity',
    ],
    ['an average of what is 0 or 1', 'avg(up)', 'gauge none 0..1'],
    ['alternatives of different kinds', 'up or requests_total', 'unknown none 0..Infinity'],
    ['the part of a date', 'hour()', 'gauge none 0..23 NaN'],
  ]
  it.each(cases)('%s: %s', (_, query, expected) => {
    expect(valueIn(inventedWorld, query)).toBe(expected)
  })
})

describe('comparisons', () => {
  const cases: [query: string, expected: string][] = [
    ['up == 0', 'sometimes'],
    ['up == 2', 'never'],
    ['up >= 0', 'always'],
    ['cache_hit_ratio > 1', 'never'],
    ['cache_hit_ratio >= 1', 'sometimes'],
    ['1 < cache_hit_ratio', 'never'],
    ['histogram_quantile(0.95, rate(latency_seconds_bucket[5m])) > 2.5', 'never'],
    ['histogram_quantile(0.95, rate(latency_seconds_bucket[5m])) > 0.5', 'sometimes'],
    ['count(up) == 0', 'never'],
    ['build_info != 1', 'never'],
    ['connections > on (instance, job) group_left () (connections_limit + 60)', 'never'],
    ['time() - (leader > 0) > 120', 'sometimes'],
  ]
  it.each(cases)('%s holds %s', (query, expected) => {
    const node = read(query)
    expect(infer(node, inventedWorld).verdictOf(node as Binary)).toBe(expected)
  })
})

describe('sides', () => {
  const cases: [query: string, possible: boolean, conflicts: string, left: string, right: string][] = [
    ['memory_limit_bytes / up', true, '', 'none', 'none'],
    ['connections / connections_limit', false, 'datname state', 'none', 'none'],
    ['up{job="api"} / up{job="db"}', false, 'instance job', 'none', 'none'],
    ['sum by (instance) (requests_total) / connections', false, 'instance', 'none', 'none'],
    ['connections / on (instance) connections_limit', true, '', 'possible datname state', 'none'],
    ['latency_seconds_bucket / on (instance, job, route) latency_seconds_count', true, '', 'certain le', 'none'],
    ['requests_total * on (code) errors_total', true, '', 'possible instance method', 'possible instance'],
  ]
  it.each(cases)('%s', (query, possible, conflicts, left, right) => {
    const node = read(query) as Binary
    const inference = infer(node, inventedWorld)
    const match = inference.matchOf(node)
    const risk = (side: Expr) => {
      const { risk, labels } = duplicatesOf(inference.of(side), node.matching)
      return [risk, ...[...labels].sort()].join(' ')
    }
    expect(match?.possible).toBe(possible)
    for (const conflict of match?.conflicts ?? []) expect(conflicts.split(' ')).toContain(conflict)
    expect([risk(node.left), risk(node.right)]).toEqual([left, right])
  })
})

describe('certainty', () => {
  test.each([
    ['vector(1)', true],
    ['sum(errors_total) or vector(0)', true],
    ['(sum(errors_total) or vector(0)) >= 0', true],
    ['(sum(errors_total) or vector(0)) > 0', false],
    ['absent(nobody)', true],
    ['up', false],
    ['absent(vector(1))', false],
  ])('%s always gives a series: %s', (query, expected) => {
    expect(infer(read(query), inventedWorld).result.certain).toBe(expected)
  })
})

describe('where a value stems from', () => {
  const factsOf = (query: string) => infer(read(query), inventedWorld).result
  test.each([
    ['both sides of an operation', 'sum(connections) / on () sum(requests_total)', ['db', 'api']],
    ['the jobs that a matcher leaves', 'memory_bytes{pool="hot"}', ['db']],
    ['numbers stem from no job', 'vector(1)', []],
  ])('%s: %s', (_, query, expected) => {
    expect(jobsOf(factsOf(query))).toEqual(expected)
  })
  test.each([
    ['shards', true],
    ['max by (instance) (shards) * 2', true],
    ['max by (shard) (shards)', false],
    ['connections', false],
  ])('every instance repeats %s: %s', (query, expected) => {
    expect(factsOf(query).shapes.some(({ repeated }) => repeated)).toBe(expected)
  })
  test.each([
    ['sum(rate(errors_total[5m])) == 0', true],
    ['requests_total / on (instance, job) group_left () sum by (instance, job) (errors_total)', true],
    ['requests_total', false],
  ])('%s vanishes in an idle system: %s', (query, expected) => {
    expect(factsOf(query).shapes.some(({ vanishes }) => vanishes)).toBe(expected)
  })
})

test('each part of an expression can be asked for', () => {
  const node = read('sum by (job) (rate(requests_total[5m])) > 1') as Binary
  const inference = infer(node, inventedWorld)
  expect(writeAlternatives(inference.of(node.left))).toBe('job!=api')
  expect(writeValue(inference.of(node.right))).toBe('gauge unknown 1')
})
