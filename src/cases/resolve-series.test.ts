import { describe, expect, it } from 'vitest'
import { testJob, testModel } from '../../test/support/model.ts'
import { buildCatalog } from '../model/catalog.ts'
import { given, givenHistogram, type SeriesSpec } from '../spec/cases.ts'
import { defineMetrics, gauge, histogram } from '../spec/metrics.ts'
import { changes, gap, perSecond } from '../spec/series-values.ts'
import { resolveHistogram, resolveSeries, type SeriesContext } from './resolve-series.ts'

const { depth, state, latency } = defineMetrics('native', {
  depth: gauge('queue_depth', { help: 'Waiting.', labels: ['queue'] }),
  state: gauge('queue_state', {
    help: 'Whether it is in a state.',
    labels: ['state'],
    values: { state: ['open', 'closed'] },
  }),
  latency: histogram('queue_latency_seconds', { help: 'Latency.', labels: ['queue'], buckets: [0.1, 1] }),
})
const jobs = [
  testJob({ name: 'queue', targets: [{ kind: 'static', targets: ['a:1', 'b:1'] }], families: [depth, state, latency] }),
  testJob({ interval: '30s', families: [gauge('node_load1', { help: 'Load.' })] }),
  testJob({ name: 'other', families: [gauge('node_load1', { help: 'Load.' })] }),
]
const context: SeriesContext = {
  model: testModel({ catalog: buildCatalog(jobs), prometheus: { ...testModel().prometheus, jobs } }),
  recorded: new Set(['queue:depth:sum']),
  interval: null,
  until: 60_000,
  path: 'cases.A/1',
}
const resolved = (spec: SeriesSpec, changed: Partial<SeriesContext> = {}) =>
  resolveSeries(spec, { ...context, ...changed })
const refusal = (spec: SeriesSpec) => resolved(spec).problems.map(({ message, hint }) => `${message} (${hint})`)

describe('a series of a case', () => {
  it('has the labels that scraping adds, and a sample for each scrape until the last expectation', () => {
    expect(resolved(given(depth, { queue: 'mail' }, 3))).toEqual({
      series: [
        {
          name: 'queue_depth',
          labels: { queue: 'mail', job: 'queue', instance: 'a:1' },
          interval: 15_000,
          samples: [3, 3, 3, 3, 3],
        },
      ],
      scrapeLabels: ['job', 'instance'],
      problems: [],
    })
  })

  it('is scraped as often as its job is, or as the case says', () => {
    const load = given('node_load1', { job: 'node' }, perSecond(1))
    expect(resolved(load).series[0]?.samples).toEqual([0, 30, 60])
    expect(resolved(load, { interval: 60_000 }).series[0]?.samples).toEqual([0, 60])
  })

  it('may be of a target that is made up', () => {
    expect(resolved(given(depth, { queue: 'mail', instance: 'z:1' }, 3)).series[0]?.labels.instance).toBe('z:1')
  })

  it.each([
    [
      'a name that nothing stores',
      given('queue_dept', {}, 1),
      'no job of the stack stores queue_dept (Did you mean queue_depth?)',
    ],
    [
      'the base name of a histogram',
      given('queue_latency_seconds', {}, 1),
      'no job of the stack stores queue_latency_seconds (It is a histogram: givenHistogram gives its series.)',
    ],
    [
      'what a recording rule computes',
      given('queue:depth:sum', {}, 1),
      'queue:depth:sum is computed by its recording rule (Give what the rule reads.)',
    ],
    [
      'a metric of several jobs',
      given('node_load1', {}, 1),
      'node_load1: several jobs store it (Give one as label job: node, other.)',
    ],
    [
      'a job that does not have it',
      given('node_load1', { job: 'othre' }, 1),
      'job othre does not store node_load1 (Did you mean other?)',
    ],
    [
      'a label that it does not have',
      given('queue_depth', { queu: 'mail' }, 1),
      'queue_depth has no label queu (Did you mean queue?)',
    ],
    [
      'a value that it cannot have',
      given('queue_state', { state: 'opne' }, 1),
      'queue_state: state is never opne (Did you mean open?)',
    ],
    [
      'a label that is missing',
      given('queue_state', {}, 1),
      'queue_state: label state is missing (Every series has it: open, closed.)',
    ],
    [
      'values that are none',
      given('queue_depth', { queue: 'a' }, '1 2y'),
      '2y is no value of a series (As in 0+1x10, 5, _x3, stale.)',
    ],
    [
      'changes that go back in time',
      given('queue_depth', { queue: 'a' }, changes({ '1m': 1, '30s': gap })),
      'the times of changes do not grow (As in 0+1x10, 5, _x3, stale.)',
    ],
  ])('is refused for %s', (_, spec, message) => {
    expect(refusal(spec as SeriesSpec)).toEqual([message])
  })
})

describe('a histogram of a case', () => {
  const spec = (observed: Parameters<typeof givenHistogram>[2]) => {
    const made = givenHistogram(latency, { queue: 'mail' }, observed)
    if (made.kind !== 'histogram') throw new Error('no histogram')
    return made
  }

  it('has all its series: buckets that hold those below, the count, and a sum of their bounds', () => {
    const { series, problems } = resolveHistogram(spec({ '0.1': 2, '+Inf': 1 }), { ...context, until: 15_000 })
    expect(problems).toEqual([])
    expect(series.map(({ name, labels, samples }) => [name, labels.le, samples])).toEqual([
      ['queue_latency_seconds_bucket', '0.1', [0, 30]],
      ['queue_latency_seconds_bucket', '1.0', [0, 30]],
      ['queue_latency_seconds_bucket', '+Inf', [0, 45]],
      ['queue_latency_seconds_count', undefined, [0, 45]],
      // 2 a second of 0.1, and 1 a second of twice the last bound.
      ['queue_latency_seconds_sum', undefined, [0, 33]],
    ])
  })

  it('has no bucket that its family does not have', () => {
    expect(resolveHistogram(spec({ '0.2': 1 }), context).problems).toMatchObject([
      { message: 'queue_latency_seconds has no bucket up to 0.2', hint: 'Bounds: 0.1, 1.0, +Inf.' },
    ])
  })
})
