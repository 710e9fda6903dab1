import { expect, test } from 'vitest'
import { testJob } from '../../test/support/model.ts'
import { buildCatalog } from '../model/catalog.ts'
import { inferWorldOf } from '../model/infer-world.ts'
import { counter, gauge, histogram } from '../spec/metrics.ts'
import { watchedUnit } from './watched-unit.ts'

const families = [
  gauge('disk_bytes', { help: '', labels: [] }),
  gauge('started_seconds', { help: '', labels: [] }),
  gauge('waiting', { help: '', labels: [] }),
  counter('sent_bytes_total', { help: '', labels: [] }),
  counter('calls_total', { help: '', labels: [] }),
  histogram('call_seconds', { help: '', labels: [], buckets: [1] }),
]
const world = inferWorldOf(buildCatalog([{ ...testJob(), families }]))

test.each([
  ['disk_bytes', 'bytes'],
  ['time() - started_seconds', 's'],
  ['sum by (job) (rate(sent_bytes_total[5m]))', 'Bps'],
  ['rate(calls_total[5m])', 'ops'],
  ['disk_bytes / max_over_time(disk_bytes[1d])', 'percentunit'],
  ['1 - disk_bytes / disk_bytes', 'percentunit'],
  ['histogram_quantile(0.9, sum by (le) (rate(call_seconds_bucket[5m])))', 's'],
  ['rate(call_seconds_sum[5m]) / rate(call_seconds_count[5m])', 's'],
  ['waiting', ''],
  ['count(disk_bytes)', ''],
  ['disk_bytes + waiting', ''],
  ['unheard_of_seconds', ''],
])('%s is shown in "%s"', (query, unit) => expect(watchedUnit(query, world)).toBe(unit))
