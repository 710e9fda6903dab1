import { describe, expect, test } from 'vitest'
import { testAlert, testJob, testModel } from '../../test/support/model.ts'
import { buildCatalog } from '../model/catalog.ts'
import { counter, defineMetrics, gauge, histogram, untyped } from '../spec/metrics.ts'
import { checks } from './checks.ts'
import { runChecks } from './run-checks.ts'

const families = Object.values({
  ...defineMetrics('stock', {
    up: gauge('redis_up', { help: '' }),
    memory: gauge('redis_memory_used_bytes', { help: '' }),
    limit: gauge('redis_memory_max_bytes', { help: '' }),
    hitRatio: gauge('redis_hit_ratio', { help: '' }),
    commands: counter('redis_commands_total', { help: '', labels: ['cmd'], values: { cmd: ['get', 'set'] } }),
    errors: counter('redis_errors_total', { help: '', labels: ['cmd'], vanishes: true }),
    saved: gauge('redis_last_save_timestamp_seconds', { help: '' }),
    latency: histogram('redis_latency_seconds', { help: '', labels: ['cmd'], buckets: [0.1, 1, 10] }),
    odd: untyped('redis_odd', { help: '' }),
    oddBucket: untyped('redis_odd_bucket', { help: '', labels: ['le'] }),
    shards: gauge('cluster_shards', { help: '', labels: ['node'], scope: 'cluster' }),
  }),
  ...defineMetrics('declared', { promised: gauge('redis_promised', { help: '' }) }),
})
const nodeFamilies = Object.values(
  defineMetrics('stock', {
    memory: gauge('node_memory_bytes', { help: '' }),
    cpu: counter('node_cpu_seconds_total', { help: '', labels: ['cpu', 'mode'] }),
  }),
)

/** Expressions of alerts in which a check finds something, and expressions in which it does not. */
const examples: Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }> = {
  'query-syntax': {
    bad: [
      'sum(redis_up) by (job) +',
      'rate(redis_commands_total) > 1',
      'histogram_quantile(0.9, rate(x[5m])) by (le)',
      'foo(redis_up)',
    ],
    good: ['sum by (job) (redis_up) == 0'],
  },
  'query-metric': {
    bad: ['redis_upp == 0', 'redis_latency_seconds > 1', 'redis_promised > 1', '{__name__="nothing"} > 1'],
    good: ['redis_up == 0', 'redis_latency_seconds_count > 0', 'up == 0'],
  },
  'query-label': {
    bad: [
      'redis_commands_total{command="get"} > 0',
      'redis_commands_total{cmd="del"} > 0',
      'redis_commands_total{cmd=~"d.*"} > 0',
      'redis_up{job="rediss"} == 0',
    ],
    good: [
      'redis_commands_total{cmd="get"} > 0',
      'redis_commands_total{cmd=~"g.*|d.*"} > 0',
      'redis_up{job="redis", instance!=""} == 0',
    ],
  },
  'query-counter': {
    bad: [
      'rate(redis_memory_used_bytes[5m]) > 1',
      'deriv(redis_commands_total[5m]) > 1',
      'redis_commands_total > 5',
      'avg(redis_commands_total) > 0',
      'rate(sum(redis_commands_total)[5m:1m]) > 1',
    ],
    good: [
      'rate(redis_commands_total[5m]) > 1',
      'deriv(redis_memory_used_bytes[5m]) > 1',
      'redis_errors_total > 0',
      'sum(rate(redis_commands_total[5m])) > 1',
      'rate(redis_odd[5m]) > 1 or deriv(redis_odd[5m]) > 1 or redis_odd > 1',
    ],
  },
  'query-timestamp': {
    bad: [
      'time() - redis_memory_used_bytes > 120',
      'time() - (redis_up > 0) > 120',
      'time() - (redis_up{job="nowhere"} > 0) > 120',
    ],
    good: ['time() - redis_last_save_timestamp_seconds > 120'],
  },
  'query-unit': {
    bad: [
      'redis_memory_used_bytes > redis_last_save_timestamp_seconds',
      'redis_memory_used_bytes + on () redis_last_save_timestamp_seconds > 1',
    ],
    good: ['redis_memory_used_bytes > redis_memory_max_bytes', 'redis_memory_used_bytes > 1000'],
  },
  'query-range': {
    bad: [
      'rate(redis_commands_total[20s]) > 1',
      'rate(redis_commands_total[45s]) > 1',
      'redis_up offset 60d == 0',
      'rate(redis_commands_total[40d]) > 1',
    ],
    good: ['rate(redis_commands_total[1m]) > 1', 'redis_up offset 1d == 0'],
  },
  'query-histogram': {
    bad: [
      'histogram_quantile(0.9, sum by (cmd) (rate(redis_latency_seconds_bucket[5m]))) > 1',
      'histogram_quantile(0.9, rate(redis_latency_seconds_bucket[5m])) > 1',
      'histogram_quantile(0.9, rate(redis_latency_seconds_sum[5m])) > 1',
      'histogram_quantile(0.9, sum by (le) (redis_latency_seconds_bucket)) > 1',
    ],
    good: [
      'histogram_quantile(0.9, sum by (le) (rate(redis_latency_seconds_bucket[5m]))) > 1',
      'histogram_quantile(0.9, sum by (job) (rate(redis_odd[5m]))) > 1',
      'histogram_quantile(0.9, sum by (le) (rate(redis_odd_bucket[5m]))) > 1',
    ],
  },
  'query-never': {
    bad: [
      'histogram_quantile(0.9, sum by (le) (rate(redis_latency_seconds_bucket[5m]))) > 10',
      'redis_hit_ratio > 1',
      'redis_up < 0',
      'rate(redis_commands_total[5m]) < 0',
    ],
    good: [
      'histogram_quantile(0.9, sum by (le) (rate(redis_latency_seconds_bucket[5m]))) > 9',
      'redis_hit_ratio > 0.9',
      'redis_up == 0',
    ],
  },
  'query-always': {
    bad: ['redis_up >= 0', 'rate(redis_commands_total[5m]) >= 0'],
    good: ['redis_up == 1', '(redis_up > bool 0) == 1'],
  },
  'query-match': {
    bad: [
      'sum by (cmd) (rate(redis_commands_total[5m])) / sum by (job) (redis_up) > 1',
      'redis_memory_used_bytes / node_memory_bytes > 0.5',
    ],
    good: [
      'redis_memory_used_bytes / redis_memory_max_bytes > 0.5',
      'sum(redis_memory_used_bytes) / sum(node_memory_bytes) > 0.5',
      'sum by (job) (redis_memory_used_bytes) / on (job) sum by (job) (redis_up) > 1',
    ],
  },
  'query-many': {
    bad: [
      'sum by (job, cmd) (rate(redis_commands_total[5m])) / on (job) sum by (job) (redis_up) > 1',
      'rate(redis_commands_total[5m]) / on (instance, job) group_right redis_up > 1',
      'rate(redis_latency_seconds_bucket[5m]) / ignoring (le) rate(redis_latency_seconds_count[5m]) > 0.9',
    ],
    good: [
      'sum by (job, cmd) (rate(redis_commands_total[5m])) / on (job) group_left sum by (job) (redis_up) > 1',
      'sum by (job, cmd) (rate(redis_commands_total[5m])) and on (job) redis_up == 1',
      'topk by (job) (1, sum by (job, cmd) (rate(redis_commands_total[5m]))) / on (job) sum by (job) (redis_up) > 1',
      'redis_up * on (job, instance) group_left (cmd) max by (job, instance, cmd) (redis_commands_total) > 1',
      'sum by (job, cmd) (rate(redis_commands_total{cmd="get"}[5m])) / on (job) sum by (job) (redis_up) > 1',
    ],
  },
  'query-grouping': {
    bad: ['sum by (command) (rate(redis_commands_total[5m])) > 1', 'max without (cmdd) (redis_commands_total) > 0'],
    good: ['sum by (cmd, instance) (rate(redis_commands_total[5m])) > 1'],
  },
  'query-idle': {
    bad: [
      'rate(redis_errors_total[5m]) < 0.1',
      'sum(redis_errors_total) == 0',
      'rate(redis_errors_total[5m]) / rate(redis_commands_total[5m]) > 0.1',
    ],
    good: [
      '(sum(redis_errors_total) or vector(0)) == 0',
      'rate(redis_errors_total[5m]) / (rate(redis_commands_total[5m]) > 0) > 0.1',
      'redis_up == 0',
    ],
  },
  'query-scope': {
    bad: ['sum(cluster_shards) > 8192', 'cluster_shards > 8192', 'max by (instance) (cluster_shards) == 0'],
    good: [
      'sum(max by (node) (cluster_shards)) > 8192',
      'max(cluster_shards) > 8192',
      'max by (node) (cluster_shards) == 0',
    ],
  },
}

const find = (id: string, expr: string) => {
  const jobs = [
    testJob({
      name: 'redis',
      families,
      interval: '15s',
      targets: [{ kind: 'static', targets: ['redis-exporter:9121'] }],
    }),
    testJob({ name: 'node', families: nodeFamilies, interval: '15s' }),
  ]
  const model = testModel()
  const alert = testAlert({ expr: { kind: 'promql', text: expr, lines: [0], place: model.place } })
  return runChecks(
    {
      ...model,
      catalog: buildCatalog(jobs),
      prometheus: { ...model.prometheus, jobs },
      ruleFiles: [{ system: 'node', groups: [{ name: 'node', interval: '15s', rules: [alert] }] }],
    },
    checks.filter((check) => check.id === id),
  )
}

test('every check of queries has examples', () => {
  expect(checks.flatMap(({ id }) => (id.startsWith('query-') ? [id] : [])).sort()).toEqual(Object.keys(examples).sort())
})

describe.each(Object.entries(examples))('%s', (id, { bad, good }) => {
  test.each(bad)('finds a fault in %s', (expr) => {
    const found = find(id, expr)
    expect(found).not.toEqual([])
    expect(found[0]).toMatchObject({ id, path: 'node.alerts.LoadHigh' })
    expect(found[0]?.fragment?.query).toBe(expr)
  })

  test.each(good)('passes %s', (expr) => {
    expect(find(id, expr)).toEqual([])
  })
})

test('an allowance with a reason covers a query check', () => {
  const model = testModel()
  const alert = testAlert({ allow: { 'query-metric': 'The metric comes from a program that is not in the stack.' } })
  const problems = runChecks(
    {
      ...model,
      ruleFiles: [
        {
          system: 'node',
          groups: [
            {
              name: 'node',
              interval: '15s',
              rules: [{ ...alert, expr: { kind: 'promql', text: 'nothing > 1', lines: [0], place: model.place } }],
            },
          ],
        },
      ],
    },
    checks.filter(({ id }) => id === 'query-metric'),
  )
  expect(problems).toEqual([])
})
