import { describe, expect, it } from 'vitest'
import { counter, gauge, histogram, info } from '../spec/metrics.ts'
import { negotiateFormat } from './exposition.ts'
import { createRegistry } from './registry.ts'
import { createSampleSet } from './sample-set.ts'

const files = counter('files_total', { help: 'Files.', labels: ['name'] })
const scans = counter('pg_stats_scans', { help: 'Scans.' })
const keys = gauge('keys_total', { help: 'Keys.' })
const facts = info('application_info', { help: 'Facts.', labels: ['version'] })
const latency = histogram('latency_seconds', { help: 'Latency.', labels: ['table'], buckets: [0.1, 1] })
const errors = counter('errors_total', { help: 'Errors.', labels: ['table'] })

function sampled() {
  const set = createSampleSet(10)
  set.sample(files, { name: 'a "quoted"\\\nname' }, 3)
  set.sample(scans, {}, 4)
  set.sample(keys, {}, 5)
  set.sample(facts, { version: '1' }, 1)
  return set.snapshot()
}

describe('createRegistry', () => {
  it('prints Prometheus text with hostile label values escaped', async () => {
    const text = await createRegistry(false).expose(sampled(), 'prometheus')
    expect(text).toContain('# TYPE files_total counter\nfiles_total{name="a \\"quoted\\"\\\\\\nname"} 3')
    expect(text).toContain('# TYPE pg_stats_scans counter\npg_stats_scans 4')
    expect(text).toContain('# TYPE application_info gauge\napplication_info{version="1"} 1')
  })

  it('prints OpenMetrics under the same sample names', async () => {
    const text = await createRegistry(false).expose(sampled(), 'openmetrics')
    expect(text).toContain('# TYPE files counter\nfiles_total{')
    expect(text).toContain('# TYPE pg_stats_scans unknown\npg_stats_scans 4')
    expect(text).toContain('# TYPE keys_total gauge\nkeys_total 5')
    expect(text.endsWith('# EOF\n')).toBe(true)
  })

  it('keeps histograms and counters of its own, in both formats again and again', async () => {
    const registry = createRegistry(true)
    const one = registry.histogram(latency)
    one.zero({ table: 'idle' })
    one.observe({ table: 'busy' }, 0.5)
    registry.counter(errors).increment({ table: 'busy' })
    const snapshot = sampled()
    for (const format of ['openmetrics', 'prometheus', 'openmetrics', 'prometheus'] as const) {
      const text = await registry.expose(snapshot, format)
      expect(text).toContain('latency_seconds_bucket{le="1",table="busy"} 1')
      expect(text).toContain('latency_seconds_count{table="idle"} 0')
      expect(text).toContain('errors_total{table="busy"} 1')
      expect(text).toMatch(/^process_cpu_seconds_total \d/m)
    }
    one.remove({ table: 'idle' })
    expect(await registry.expose(snapshot, 'prometheus')).not.toContain('idle')
  })

  it('replaces a NUL, at which readers of the format would end', async () => {
    const set = createSampleSet(10)
    set.sample(files, { name: 'a\0b' }, 1)
    expect(await createRegistry(false).expose(set.snapshot(), 'prometheus')).toContain('files_total{name="a\uFFFDb"} 1')
  })
})

describe('negotiateFormat', () => {
  it('gives OpenMetrics to those who prefer it and text to all others', () => {
    const prometheus2 =
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
    const prometheus3 =
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2'
    for (const accept of [prometheus2, prometheus3]) expect(negotiateFormat(accept)).toBe('openmetrics')
    for (const accept of [
      undefined,
      '',
      '*/*',
      'text/html,*/*;q=0.8',
      'text/plain,application/openmetrics-text;q=0.5',
    ]) {
      expect(negotiateFormat(accept)).toBe('prometheus')
    }
  })
})
