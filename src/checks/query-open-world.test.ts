import { describe, expect, test } from 'vitest'
import { readRuleFile } from '../foreign/rule-file.ts'
import { toYaml } from '../formats/yaml.ts'
import { buildCatalog, type Catalog } from '../model/catalog.ts'
import { checks } from './checks.ts'
import { runQueryChecks } from './run-checks.ts'
import { subjectsOfForeign } from './subjects-of-foreign.ts'
import { foreignWorld } from './world.ts'

/** What the query checks find in alerts of which nothing else is known, by check. */
const examples: Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }> = {
  'query-always': {
    bad: ['count(up) > 0', '(count(up == 1) or vector(0)) >= 0', 'absent(x) or (count(up) > 0)'],
    good: ['count(up == 0) > 0', 'sum by (job) (x > 10 and y) * 0 + 1 > 0', 'count(absent(up)) > 0'],
  },
  'query-counter': {
    bad: ['requests_total > 5', 'requests_total < 5', 'uptime_seconds_total > 60'],
    good: ['uptime_seconds_total < 60', 'uptime_seconds_total / 60 < 1'],
  },
  'query-histogram': {
    bad: [
      'histogram_quantile(0.9, sum by (job) (rate(x_seconds_bucket[5m]))) > 1',
      'histogram_quantile(0.9, rate(x_seconds_bucket[5m])) > 1',
      'histogram_quantile(0.9, sum by (le) (rate(x_seconds_sum[5m]))) > 1',
      'histogram_quantile(0.9, sum by (le) (rate(x_seconds[5m]))) > 1',
    ],
    good: [
      'histogram_quantile(0.9, sum(rate(x_seconds[5m]))) > 1',
      'histogram_quantile(0.9, rate(x_seconds[5m])) > 1',
      'histogram_quantile(0.9, sum by (le) (job:x_seconds:rate5m)) > 1',
    ],
  },
  'query-many': {
    bad: ['sum by (job, code) (rate(requests_total[5m])) / on (job) sum by (job) (rate(requests_total[5m])) > 0.1'],
    good: [
      'x * on (pod) group_left (node) max by (pod, node) (kube_pod_info) > 1',
      'x_bucket / ignoring (le) y_bucket > 1',
      'x / on (job) y > 1',
    ],
  },
  'query-idle': {
    bad: [
      'sum by (job) (rate(errors_total[5m]) / rate(requests_total[5m])) > 0.1',
      'rate(hits_total[5m]) / rate(requests_total[5m]) < 0.9',
    ],
    good: [
      'rate(errors_total[5m]) / rate(requests_total[5m]) > 0.1',
      'min by (job) (rate(errors_total[5m]) / rate(requests_total[5m]) > 0) < 0.1',
      '100 * (rate(errors_total[5m]) / rate(requests_total[5m])) >= 5',
    ],
  },
}

const find = (id: string, expr: string, summary = 'Something is wrong.', catalog: Catalog | null = null) => {
  const rule = { alert: 'Wrong', expr, annotations: { summary } }
  const { groups, problems } = readRuleFile('rules.yml', toYaml({ groups: [{ name: 'all', rules: [rule] }] }))
  expect(problems).toEqual([])
  const chosen = checks.flatMap((check) => (check.kind !== undefined && check.id === id ? [check] : []))
  return runQueryChecks(subjectsOfForeign(groups, []), foreignWorld(catalog), chosen)
}

describe.each(Object.entries(examples))('%s without a catalog', (id, { bad, good }) => {
  test.each(bad)('finds a fault in %s', (expr) => {
    expect(find(id, expr).map((problem) => problem.id)).toEqual([id])
  })

  test.each(good)('passes %s', (expr) => {
    expect(find(id, expr)).toEqual([])
  })
})

test('a counter by its name alone is a warning', () => {
  const message = 'compared with a number, what its name calls a counter stays past it until a restart'
  expect(find('query-counter', 'container_fs_inodes_total > 5')).toMatchObject([{ severity: 'warning', message }])
})

test('a quantile for each instance is meant where the alert tells the instance', () => {
  const expr = 'histogram_quantile(0.9, rate(x_seconds_bucket[5m])) > 1'
  expect(find('query-histogram', expr, 'Slow: {{ $labels.instance }}')).toEqual([])
  expect(find('query-histogram', expr, 'Slow: {{ $labels.job }}')).toHaveLength(1)
})

test('a metric that is not in the catalog that was named can be in another one', () => {
  const [problem] = find('query-metric', 'nobody_knows > 1', 'Something is wrong.', buildCatalog([]))
  expect(problem?.hint).toBe('Name what exposes it with --catalog, or correct the name.')
})
