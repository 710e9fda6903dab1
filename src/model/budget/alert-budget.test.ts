import { describe, expect, it } from 'vitest'
import { testAlert, testJob, testModel, testRoute } from '../../../test/support/model.ts'
import { parsePromql } from '../../promql/parse.ts'
import { defineMetrics, gauge, type MetricFamily } from '../../spec/metrics.ts'
import { promql, type Query } from '../../spec/promql.ts'
import { buildCatalog } from '../catalog.ts'
import type { Alert, Model, Recording, Route, RuleGroup, ScrapeJob } from '../model.ts'
import { type AlertBudget, alertBudget } from './alert-budget.ts'

interface Stack {
  readonly job?: Partial<ScrapeJob>
  readonly recordings?: readonly Recording[]
  /** In a group of their own. */
  readonly elsewhere?: readonly Recording[]
  readonly routes?: readonly Route[]
}

/** Scraped every 15 s in 10 s, evaluated every 10 s, grouped for 5 s and then every 20 s. */
function budget(expr: Query, alert: Partial<Alert> = {}, stack: Stack = {}): AlertBudget {
  const rule = testAlert({ expr, for: '0s', ...alert })
  const group: RuleGroup = { name: 'node', interval: '10s', rules: [...(stack.recordings ?? []), rule] }
  const other: RuleGroup = { name: 'other', interval: '30s', rules: stack.elsewhere ?? [] }
  const jobs = [testJob(stack.job)]
  const base = testModel()
  const model: Model = {
    ...base,
    catalog: buildCatalog(jobs),
    prometheus: { ...base.prometheus, jobs },
    ruleFiles: [{ system: 'node', groups: [group, other] }],
  }
  const routes = stack.routes ?? [testRoute({ groupWait: '5s', groupInterval: '20s' })]
  const recordings = [group, other].flatMap((one) =>
    one.rules.flatMap((recording, index) =>
      recording.kind === 'record' ? [{ rule: recording, group: one, index }] : [],
    ),
  )
  return alertBudget(
    { rule, group, index: group.rules.length - 1 },
    {
      model,
      routes,
      recordings: (name) => recordings.filter((one) => one.rule.name === name),
      parse: (text) => parsePromql(text).node,
    },
  )
}

const seconds = (milliseconds: number) => milliseconds / 1000
const windowOf = (expr: Query, stack: Stack = {}) => seconds(budget(expr, {}, stack).terms.window)
const record = (name: string, expr: Query): Recording => ({
  kind: 'record',
  name,
  system: 'node',
  expr,
  labels: {},
  allow: {},
  place: testAlert().place,
})
const families = (...all: MetricFamily[]) =>
  Object.values(defineMetrics('exporter', Object.fromEntries(all.map((one) => [one.name, one]))))

describe('the detection of a fault', () => {
  it('waits for a scrape and its time, for an evaluation, and for `for` in whole evaluations', () => {
    // 15 + 10 for the scrape, 10 for the evaluation, and 15 s are reached at the second evaluation after it.
    expect(seconds(budget(promql`node_load1 > 4`, { for: '15s' }).detection)).toBe(15 + 10 + 10 + 20)
  })

  it('waits for no further evaluation when `for` is a multiple', () => {
    expect(seconds(budget(promql`node_load1 > 4`, { for: '30s' }).detection)).toBe(15 + 10 + 10 + 30)
  })

  it('of a target that is down waits for nothing else: a scrape that fails marks its series stale', () => {
    expect(seconds(budget(promql`up{job="node"} == 0`, { for: '20s' }).detection)).toBe(15 + 10 + 10 + 20)
  })

  it('waits for the cache of the exporter, and for what it reads less often', () => {
    const job = { families: families(gauge('seldom', { help: 'Seldom read.', age: '45s' })) }
    expect(budget(promql`seldom > 1`, {}, { job }).terms).toMatchObject({ collect: 50_000, scrape: 25_000 })
  })

  it('waits for nothing to be scraped where nothing is read', () => {
    expect(seconds(budget(promql`vector(1)`).detection)).toBe(10)
  })
})

describe('the range of a query', () => {
  it('has to fill before a rate passes a threshold that it just exceeds', () => {
    expect(windowOf(promql`rate(node_load1[5m]) > 0.1`)).toBe(300)
    expect(windowOf(promql`sum by (job) (avg_over_time(node_load1[10m])) > 1`)).toBe(600)
  })

  it('does not matter where one event is enough', () => {
    expect(windowOf(promql`sum by (job) (increase(node_load1[5m])) > 0`)).toBe(0)
    expect(windowOf(promql`increase(node_load1[5m]) + changes(node_load1[1h]) > 0`)).toBe(0)
  })

  it('matters to a rate of nothing', () => {
    expect(windowOf(promql`increase(node_load1[15m]) == 0`)).toBe(900)
  })

  it('matters within a ratio, though a filter there compares with zero', () => {
    expect(windowOf(promql`(rate(node_load1[5m]) > 0) / rate(node_load1[10m]) < 0.5`)).toBe(600)
  })

  it('does not matter to an extreme on its own side', () => {
    expect(windowOf(promql`max_over_time(node_load1[5m]) > 4`)).toBe(0)
    expect(windowOf(promql`min_over_time(node_load1[5m]) < 1`)).toBe(0)
    expect(windowOf(promql`min_over_time(node_load1[5m]) > 4`)).toBe(300)
    expect(windowOf(promql`4 < max_over_time(node_load1[5m])`)).toBe(0)
  })

  it('is the longest of all that have to hold', () => {
    expect(windowOf(promql`rate(node_load1[5m]) > 1 and rate(node_load1[30m]) > 1`)).toBe(1800)
  })

  it('does not matter in what is left out', () => {
    expect(windowOf(promql`node_load1 > 1 unless avg_over_time(node_load1[1h]) > 4`)).toBe(0)
  })

  it('counts the past only where nothing looks at the present', () => {
    expect(windowOf(promql`node_load1 offset 10m > 1`)).toBe(600)
    expect(windowOf(promql`node_load1 / node_load1 offset 1d > 2`)).toBe(0)
  })

  it('keeps the alert firing until it holds nothing of the fault', () => {
    const { resolution } = budget(promql`increase(node_load1[5m]) > 0`, { keepFiringFor: '1m' })
    // Scrape, evaluation, the range, the time that it is kept, the group's interval, the way.
    expect(seconds(resolution)).toBe(25 + 10 + 300 + 60 + 20 + 5)
  })
})

describe('a recording rule', () => {
  const recorded = record('job:load:rate5m', promql`sum by (job) (rate(node_load1[5m]))`)

  it('of the same group is evaluated at the same moment, and its range counts', () => {
    const { terms } = budget(promql`job:load:rate5m > 2`, {}, { recordings: [recorded] })
    expect(terms).toMatchObject({ record: 0, window: 300_000, scrape: 25_000 })
  })

  it('of another group is one more evaluation to wait for', () => {
    const { terms } = budget(promql`job:load:rate5m > 2`, {}, { elsewhere: [recorded] })
    expect(terms).toMatchObject({ record: 30_000, window: 300_000 })
  })

  it('that reads another adds the waits of both', () => {
    const second = record('job:load:max', promql`max(job:load:rate5m)`)
    expect(seconds(budget(promql`job:load:max > 2`, {}, { elsewhere: [second, recorded] }).terms.record)).toBe(60)
  })

  it('that reads one before it in its group waits for that one together with it', () => {
    const second = record('job:load:max', promql`max(job:load:rate5m)`)
    expect(seconds(budget(promql`job:load:max > 2`, {}, { elsewhere: [recorded, second] }).terms.record)).toBe(30)
  })
})

describe('what is absent', () => {
  it('is known at the next scrape of a static target', () => {
    expect(seconds(budget(promql`absent(up{job="node"})`).terms.absent)).toBe(0)
  })

  it('of a target that was discovered is known after two intervals and a tenth', () => {
    const job = { targets: [{ kind: 'file', files: ['targets.json'] }] } as unknown as Partial<ScrapeJob>
    const { terms } = budget(promql`absent(up{job="node"})`, {}, { job })
    expect(seconds(terms.absent)).toBeCloseTo(16.5)
  })

  it('in a range is known after the range', () => {
    expect(windowOf(promql`absent_over_time(node_load1[10m])`)).toBe(600)
  })
})

describe('the delivery', () => {
  it('takes the wait of the slowest route, or its interval for an alert that joins a group, and the way', () => {
    const routes = [
      testRoute({ groupWait: '0s', groupInterval: '10s' }),
      testRoute({ groupWait: '15s', groupInterval: '12s' }),
    ]
    expect(seconds(budget(promql`node_load1 > 4`, {}, { routes }).delivery)).toBe(15 + 5)
  })

  it('adds up with the detection', () => {
    const { detection, delivery, notification } = budget(promql`node_load1 > 4`)
    expect(seconds(delivery)).toBe(20 + 5)
    expect(notification).toBe(detection + delivery)
  })
})

describe('the bounds', () => {
  it.each<[Partial<Alert>, boolean]>([
    [{ severity: 'critical', for: '20s' }, true],
    [{ severity: 'critical', for: '30s' }, false],
    [{ severity: 'warning', for: '4m' }, true],
    [{ severity: 'warning', for: '5m' }, false],
    [{ severity: 'info', for: '1h' }, true],
  ])('of %j hold: %s', (alert, holds) => {
    expect(budget(promql`node_load1 > 4`, alert).holds).toBe(holds)
  })

  it('of the delivery count as well', () => {
    const routes = [testRoute({ groupWait: '30s', groupInterval: '1m' })]
    expect(budget(promql`node_load1 > 4`, { severity: 'warning' }, { routes }).holds).toBe(false)
  })
})
