import { describe, expect, it } from 'vitest'
import { counter, defineMetrics, gauge, histogram, type MetricFamily, summary } from '../spec/metrics.ts'
import { buildCatalog, type CatalogJob, type Series } from './catalog.ts'
import type { LabelSet } from './label-set.ts'

const families = Object.values(
  defineMetrics('stock', {
    requests: counter('requests_total', {
      help: '',
      labels: ['code', 'path'],
      sometimes: ['path'],
      values: { code: ['200', '500'] },
    }),
    seconds: histogram('request_seconds', { help: '', buckets: [0.5, 1, 1_000_000] }),
    pause: summary('pause_seconds', { help: '', quantiles: [0, 0.5, 1] }),
    size: gauge('size_bytes', { help: '', labels: ['job'] }),
  }),
)

const job = (options: Partial<CatalogJob> = {}): CatalogJob => ({
  name: 'web',
  families,
  targets: [{ kind: 'static', targets: ['a:80', 'b:80'], labels: { zone: 'x' } }],
  ...options,
})

/** Labels as text: `*` for any value, `?` where a series may lack it. */
const facts = ({ labels, open }: LabelSet): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    [...labels].map(([name, { certain, values }]) => [name, `${values?.join('|') ?? '*'}${certain ? '' : '?'}`]),
  ),
  ...(open === 'none' ? {} : { '': open }),
})

const named = (name: string, ...jobs: readonly CatalogJob[]): Series => {
  const series = buildCatalog(jobs).seriesNamed(name)
  if (series === null) throw new Error(`no series ${name}`)
  return series
}
const labelsOf = (name: string, ...jobs: readonly CatalogJob[]) => facts(named(name, ...jobs).labels)

const target = { job: 'web', instance: 'a:80|b:80', zone: 'x' }

describe('series of a family', () => {
  it('has the labels of the emitter and of the target', () => {
    expect(labelsOf('requests_total', job())).toEqual({ ...target, code: '200|500', path: '*?' })
  })

  it('of a histogram are buckets with le, a sum and a count', () => {
    expect(labelsOf('request_seconds_bucket', job())).toEqual({ ...target, le: '0.5|1.0|1e+06|+Inf' })
    expect(labelsOf('request_seconds_sum', job())).toEqual(target)
    expect(named('request_seconds_count', job())).toMatchObject({ suffix: 'count', family: { type: 'histogram' } })
    expect(buildCatalog([job()]).seriesNamed('request_seconds')).toBeNull()
  })

  it('have bounds in every writing before Prometheus 3', () => {
    const series = buildCatalog([job()], { prometheusVersion: '2.42.0' }).seriesNamed('request_seconds_bucket')
    expect(series?.labels.labels.get('le')?.values).toEqual(['0.5', '1', '1.0', '1000000', '1e+06', '+Inf'])
  })

  it('of a summary are quantiles, a sum and a count', () => {
    expect(labelsOf('pause_seconds', job())).toEqual({ ...target, quantile: '0.0|0.5|1.0' })
    expect(labelsOf('pause_seconds_sum', job())).toEqual(target)
  })

  it('of several jobs hold the labels of all', () => {
    const other = job({ name: 'api', targets: [{ kind: 'static', targets: ['c:80'] }] })
    expect(labelsOf('request_seconds_sum', job(), other)).toEqual({
      job: 'web|api',
      instance: 'a:80|b:80|c:80',
      zone: 'x?',
    })
    expect(named('request_seconds_sum', job(), other).jobs.map((one) => facts(one.labels))).toEqual([
      target,
      { job: 'api', instance: 'c:80' },
    ])
  })

  it('keep a label that the target has too under another name, or instead of it', () => {
    expect(labelsOf('size_bytes', job())).toEqual({ ...target, exported_job: '*' })
    expect(labelsOf('size_bytes', job({ honorLabels: true }))).toEqual({ ...target, job: '*' })
  })

  it('are not there when no target is left', () => {
    const gone = job({ relabel: [{ sourceLabels: ['zone'], regex: 'x', action: 'drop' }] })
    expect(buildCatalog([gone]).seriesNamed('requests_total')).toBeNull()
  })
})

describe('target labels', () => {
  const up = (options: Partial<CatalogJob>) => labelsOf('up', job(options))

  it('are exact for targets that are listed', () => {
    expect(
      up({
        relabel: [
          { sourceLabels: ['__address__'], regex: '(.*):\\d+', targetLabel: 'host' },
          { targetLabel: 'service', replacement: 'web' },
          { sourceLabels: ['host'], regex: 'a', targetLabel: 'first', replacement: 'yes' },
          { regex: 'zone', action: 'labeldrop' },
        ],
      }),
    ).toEqual({ job: 'web', instance: 'a:80|b:80', host: 'a|b', service: 'web', first: 'yes?' })
  })

  it('take the address for instance unless a rule has set it', () => {
    const relabel = [{ sourceLabels: ['__address__'], regex: 'a:80', targetLabel: 'instance', replacement: 'first' }]
    expect(up({ relabel })).toEqual({ ...target, instance: 'first|b:80' })
  })

  it('keep only targets that a rule lets pass', () => {
    const relabel = [{ sourceLabels: ['__address__'], regex: 'b:.*', action: 'keep' as const }]
    expect(up({ relabel })).toEqual({ ...target, instance: 'b:80' })
  })

  it('are open where a file names them', () => {
    expect(up({ targets: [{ kind: 'file' }] })).toEqual({ job: 'web', instance: '*', '': 'any' })
  })

  it('lack what discovery found unless a rule takes it over', () => {
    const targets = [{ kind: 'kubernetes' }]
    expect(up({ targets })).toEqual({ job: 'web', instance: '*' })
    expect(up({ targets, relabel: [{ sourceLabels: ['__meta_kubernetes_pod_name'], targetLabel: 'pod' }] })).toEqual({
      job: 'web',
      instance: '*',
      pod: '*?',
    })
    expect(up({ targets, relabel: [{ regex: '__meta_kubernetes_pod_label_(.+)', action: 'labelmap' }] })).toEqual({
      job: 'web',
      instance: '*',
      '': 'any',
    })
  })
})

describe('relabelling of metrics', () => {
  it('drops series and says so', () => {
    const dropping = job({ metricRelabel: [{ sourceLabels: ['__name__'], regex: 'requests_.*', action: 'drop' }] })
    expect(named('requests_total', dropping)).toMatchObject({ jobs: [], droppedBy: ['web'] })
    expect(labelsOf('request_seconds_sum', dropping)).toEqual(target)
  })

  it('renames series', () => {
    const renaming = job({
      metricRelabel: [
        { sourceLabels: ['__name__'], regex: 'requests_(.*)', targetLabel: '__name__', replacement: 'hits_$1' },
      ],
    })
    expect(named('hits_total', renaming).family.name).toBe('requests_total')
    expect(buildCatalog([renaming]).seriesNamed('requests_total')).toBeNull()
  })

  it('narrows the values of a label that it selects by', () => {
    const narrow = job({ metricRelabel: [{ sourceLabels: ['code'], regex: '5..', action: 'keep' }] })
    expect(labelsOf('requests_total', narrow).code).toBe('500')
  })

  it('leaves what Prometheus adds alone', () => {
    const strict = job({ metricRelabel: [{ sourceLabels: ['__name__'], regex: 'requests_total', action: 'keep' }] })
    expect(labelsOf('up', strict)).toEqual(target)
  })
})

it('Prometheus adds series of its own', () => {
  const catalog = buildCatalog([job()])
  expect(facts(catalog.seriesNamed('ALERTS')?.labels ?? { labels: new Map(), open: 'none' })).toEqual({
    alertname: '*',
    alertstate: 'pending|firing',
    '': 'any',
  })
  expect(catalog.seriesNames()).toEqual(expect.arrayContaining(['up', 'scrape_duration_seconds', 'ALERTS_FOR_STATE']))
  expect(catalog.seriesNames()).not.toContain('request_seconds')
})

it('a name of the prototype is no series', () => {
  const names: readonly MetricFamily[] = []
  expect(buildCatalog([{ name: 'web', families: names }]).seriesNamed('constructor')).toBeNull()
})
