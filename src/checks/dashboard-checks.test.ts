import { describe, expect, test } from 'vitest'
import { testAlert, testJob, testModel } from '../../test/support/model.ts'
import { readDashboardFile } from '../foreign/dashboard-file.ts'
import { buildCatalog } from '../model/catalog.ts'
import { resolveDashboard } from '../model/dashboards.ts'
import type { Alert, Model } from '../model/model.ts'
import { dashboard, row, type VariableSpec } from '../spec/dashboard.ts'
import { counter, defineMetrics, gauge, histogram } from '../spec/metrics.ts'
import { type PanelOptions, type PanelType, panel, type Target, target } from '../spec/panels.ts'
import { promql } from '../spec/promql.ts'
import { checks } from './checks.ts'
import { runChecks, runQueryChecks } from './run-checks.ts'
import { subjectsOfForeign } from './subjects-of-foreign.ts'
import { foreignWorld } from './world.ts'

const families = Object.values(
  defineMetrics('stock', {
    up: gauge('redis_up', { help: '' }),
    frozen: gauge('redis_frozen', { help: '', labels: ['state'] }),
    memory: gauge('redis_memory_used_bytes', { help: '', unit: 'bytes' }),
    commands: counter('redis_commands_total', { help: '', labels: ['cmd'] }),
    latency: histogram('redis_latency_seconds', { help: '', unit: 'seconds', buckets: [0.1, 1] }),
  }),
)
const catalog = buildCatalog([testJob({ name: 'redis', system: 'redis', families })])

function find(id: string, overrides: Partial<Model>) {
  const chosen = checks.filter((check) => check.id === id)
  return runChecks(testModel({ catalog, ...overrides }), chosen).filter((problem) => problem.id === id)
}

function showing(type: PanelType, options: Partial<PanelOptions>, targets: readonly Target[]): Partial<Model> {
  return withVariables([], [panel(type, { title: 'Panel', ...options }, targets)])
}

function withVariables(variables: readonly VariableSpec[], panels: ReturnType<typeof panel>[]): Partial<Model> {
  const spec = dashboard('redis', { title: 'Redis', description: 'The cache.', variables, rows: [row('One', panels)] })
  return { dashboards: [resolveDashboard(spec, { stack: 'test', system: 'redis', scrapeInterval: '15s' })] }
}

const listing = (query: string) =>
  withVariables(
    [{ type: 'query', name: 'cmd', query: promql`${query}` }],
    [panel('timeseries', { title: 'Panel', unit: 'short' }, [target(promql`redis_up`)])],
  )
const graph = (expr: string, unit: string) => showing('timeseries', { unit }, [target(promql`${expr}`)])
const legend = (expr: string, text: string) => showing('timeseries', { unit: 'short' }, [target(promql`${expr}`, text)])
const light = (expr: string, options: Partial<PanelOptions>) =>
  showing('stat', { unit: 'short', ...options }, [target(promql`${expr}`)])
/** A stat, and alerts of the same stack. */
const watched = (expr: string, options: Partial<PanelOptions>, ...alerts: readonly (string | Partial<Alert>)[]) => {
  const rules = alerts.map((alert, index) =>
    testAlert({ name: `Bad${index}`, ...(typeof alert === 'string' ? { expr: promql`${alert}` } : alert) }),
  )
  return { ...light(expr, options), ruleFiles: [{ system: 'redis', groups: [{ name: 'g', interval: '15s', rules }] }] }
}
const green = [
  { value: null, color: 'green' },
  { value: 80, color: 'red' },
] as const
const right = [
  { value: null, color: 'red' },
  { value: 1, color: 'green' },
] as const

/** For each check: models in which it finds something, and models in which it does not. */
const examples: Record<string, { readonly bad: readonly Partial<Model>[]; readonly good: readonly Partial<Model>[] }> =
  {
    'panel-unit': {
      bad: [
        graph('redis_up', ''),
        graph('redis_memory_used_bytes', 's'),
        graph('redis_memory_used_bytes', 'short'),
        graph('rate(redis_latency_seconds_sum[$__rate_interval]) / rate(redis_latency_seconds_count[5m])', 'ms'),
        graph('rate(redis_latency_seconds_count[$__rate_interval])', 's'),
        graph('sum(rate(redis_memory_used_bytes[5m]))', 'bytes'),
      ],
      good: [
        graph('redis_up', 'short'),
        graph('redis_memory_used_bytes', 'bytes'),
        graph('redis_memory_used_bytes / 1024', 'kbytes'),
        graph('redis_memory_used_bytes', 'suffix:B'),
        graph('rate(redis_latency_seconds_count[$__rate_interval])', 'reqps'),
        graph('histogram_quantile(0.9, sum by (le) (rate(redis_latency_seconds_bucket[5m])))', 's'),
        showing('timeseries', { unit: 's', overrides: [{ match: 'x', properties: { unit: 'bytes' } }] }, [
          target(promql`redis_memory_used_bytes`, 'x'),
        ]),
      ],
    },
    'panel-unfed': {
      bad: [
        graph('redis_down', 'short'),
        graph('redis_up{job="memcached"}', 'short'),
        showing('stat', { unit: 's' }, []),
      ],
      good: [
        graph('redis_up', 'short'),
        graph('redis_down or vector(0)', 'short'),
        showing('timeseries', { unit: 'short' }, [target(promql`redis_down`), target(promql`redis_up`)]),
        showing('text', {}, []),
      ],
    },
    'legend-label': {
      bad: [
        legend('sum by (job) (redis_up)', '{{instance}}'),
        legend('redis_up', '{{ cmd }}'),
        legend('sum(redis_up)', 'all {{job}}'),
      ],
      good: [
        legend('sum by (instance) (redis_up)', '{{instance}}'),
        legend('redis_up', '{{ job }} {{__name__}}'),
        legend('sum by ($by) (redis_up)', '{{instance}}'),
        legend('redis_up', 'plain'),
      ],
    },
    'variable-label': {
      bad: [listing('label_values(redis_up, cmd)')],
      good: [
        listing('label_values(redis_commands_total, cmd)'),
        listing('label_values(redis_up, instance)'),
        listing('label_values(job)'),
        listing('query_result(redis_up)'),
      ],
    },
    'variable-unknown': {
      bad: [graph('redis_up{job="$jb"}', 'short')],
      good: [graph('rate(redis_commands_total[$__rate_interval])', 'ops'), graph('redis_up{job=~"redis$"}', 'short')],
    },
    'stat-color': {
      bad: [
        light('redis_up', { thresholds: green }),
        light('min(redis_up) or vector(0)', { thresholds: green }),
        light('redis_up', { thresholds: right, mappings: [{ match: '1', text: 'UP', color: 'red' }] }),
        watched('redis_frozen', { thresholds: right }, 'redis_frozen == 1'),
        watched('max(redis_frozen{state="a", job="b"})', { thresholds: right }, '(1 == redis_frozen{state="a"})'),
        watched('redis_frozen', { thresholds: right }, 'redis_frozen != 0'),
        watched('redis_frozen or vector(0)', { thresholds: right }, 'max_over_time(redis_frozen[5m]) > 0 or up == 0'),
        watched('redis_memory_used_bytes', { thresholds: right }, 'avg(redis_memory_used_bytes) > 1e9'),
        watched('redis_memory_used_bytes', { thresholds: green, max: 50 }, 'redis_memory_used_bytes >= 20'),
        watched('redis_memory_used_bytes', { thresholds: green }, 'redis_memory_used_bytes < 20'),
        watched('rate(redis_commands_total[5m])', { thresholds: right }, 'rate(redis_commands_total[1h]) > 5'),
        watched('redis_up', { thresholds: green }, 'redis_up == 0'),
      ],
      good: [
        light('redis_up', { thresholds: right }),
        light('redis_up', { thresholds: green, mappings: [{ match: '0', text: 'DOWN', color: 'red' }] }),
        light('redis_up', {}),
        light('count(redis_up == 0)', { thresholds: green }),
        light('redis_memory_used_bytes', { thresholds: green }),
        watched(
          'redis_frozen',
          {
            thresholds: [
              { value: null, color: 'green' },
              { value: 1, color: 'red' },
            ],
          },
          'redis_frozen == 1',
        ),
        watched(
          'redis_up',
          {
            thresholds: [
              { value: null, color: 'green' },
              { value: 1, color: 'red' },
            ],
          },
          'redis_up == 1',
        ),
        // Nothing says which side is bad.
        light('redis_frozen', { thresholds: right }),
        watched('redis_frozen', { thresholds: right }, 'redis_frozen == 1 and redis_up == 0'),
        watched('redis_frozen', { thresholds: right }, 'redis_frozen{state="a"} == 1'),
        watched(
          'redis_frozen',
          { thresholds: right },
          { expr: promql`redis_frozen == 1`, labels: { severity: 'info' } },
        ),
        watched('redis_memory_used_bytes', { thresholds: green }, 'redis_memory_used_bytes > 20'),
        watched('sum(redis_memory_used_bytes)', { thresholds: right }, 'redis_memory_used_bytes > 20'),
        watched('redis_frozen', {}, 'redis_frozen == 1'),
        watched(
          'redis_memory_used_bytes',
          { thresholds: [{ value: null, color: 'green' }] },
          'redis_memory_used_bytes > 20',
        ),
      ],
    },
  }

describe.each(Object.entries(examples))('%s', (id, { bad, good }) => {
  test('finds every bad example', () => {
    for (const one of bad) expect(find(id, one), JSON.stringify(one)).not.toEqual([])
  })

  test('passes every good example', () => {
    for (const one of good) expect(find(id, one)).toEqual([])
  })
})

/** What a check finds in a stranger's dashboard. */
function findIn(id: string, panels: readonly Record<string, unknown>[]) {
  const { dashboards } = readDashboardFile('dashboard.json', JSON.stringify({ title: 'D', panels }))
  const chosen = checks.filter((check) => check.kind !== undefined).filter((check) => check.id === id)
  return runQueryChecks(subjectsOfForeign([], dashboards), foreignWorld(null), chosen)
}
const at = (x: number, y: number, more: Record<string, unknown> = {}) => ({
  type: 'timeseries',
  title: `${x} ${y}`,
  gridPos: { x, y, w: 12, h: 8 },
  ...more,
})

describe("strangers' dashboards", () => {
  test('panel-overlap: panels that stand on each other are found, neighbours and folded ones are not', () => {
    expect(findIn('panel-overlap', [at(0, 0), at(6, 4)])).toHaveLength(1)
    expect(findIn('panel-overlap', [at(0, 0), at(12, 0), at(0, 8)])).toEqual([])
    const folded = { type: 'row', title: 'Row', collapsed: true, panels: [at(0, 0)] }
    expect(findIn('panel-overlap', [at(0, 0), folded])).toEqual([])
  })

  test('thresholds colour only where the colour comes from them', () => {
    const steps = { steps: [{ color: 'green', value: null }] }
    const stat = (color: unknown) => ({
      type: 'stat',
      title: 'Up',
      targets: [{ expr: 'up', datasource: { type: 'prometheus' } }],
      fieldConfig: { defaults: { thresholds: steps, color } },
    })
    expect(findIn('stat-color', [stat({ mode: 'thresholds' })])).toHaveLength(1)
    expect(findIn('stat-color', [stat({ mode: 'fixed', fixedColor: 'blue' })])).toEqual([])
  })

  test('units are judged by names, but not by names that say another measure', () => {
    const shows = (expr: string, unit: string) => [
      { type: 'timeseries', title: 'P', targets: [{ expr }], fieldConfig: { defaults: { unit } } },
    ]
    expect(findIn('panel-unit', shows('x_seconds', 'bytes'))).toHaveLength(1)
    expect(findIn('panel-unit', shows('rate(x_total[5m])', 'opm'))).toHaveLength(1)
    const quantile = 'histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))'
    expect(findIn('panel-unit', shows(quantile, 'ms'))).toHaveLength(1)
    expect(findIn('panel-unit', shows(quantile, 's'))).toEqual([])
    expect(findIn('panel-unit', shows('rate(x_bytes_sent_total[5m])', 'Bps'))).toEqual([])
    expect(findIn('panel-unit', shows('x_seconds', ''))).toEqual([])
    expect(findIn('panel-unit', shows('rate(x_seconds_sum[5m])', 's'))).toEqual([])
    expect(findIn('panel-unit', shows('x_ratio', 'percent'))).toHaveLength(1)
  })
})
