import type { ValueKind } from '../../src/promql/infer/shape.ts'
import { between, type ValueRange } from '../../src/promql/infer/value-range.ts'
import { defaultRange, type SeriesInfo, type World } from '../../src/promql/infer/world.ts'
import { readLabels } from './label-notation.ts'

interface Row {
  readonly name: string
  readonly kind: ValueKind
  readonly unit: string
  /** In the notation of `readLabels`, one for each job. */
  readonly labels: readonly string[]
  readonly range?: ValueRange
  readonly repeated?: boolean
  readonly vanishes?: boolean
}

const api = 'job!=api instance!=api-1,api-2'
const db = 'job!=db instance!=db-1,db-2'
const le = 'le!=0.1,0.5,2.5,+Inf'

const rows: readonly Row[] = [
  { name: 'up', kind: 'boolean', unit: 'none', labels: [api, db, 'job!=cache instance!=cache-1'] },
  { name: 'requests_total', kind: 'counter', unit: 'none', labels: [`${api} code!=200,404,500 method?=GET,POST`] },
  { name: 'errors_total', kind: 'counter', unit: 'none', labels: [`${api} code!=500`], vanishes: true },
  {
    name: 'cpu_seconds_total',
    kind: 'counter',
    unit: 'seconds',
    labels: [`${api} mode!=user,system`, `${db} mode!=user`],
  },
  { name: 'latency_seconds_bucket', kind: 'bucket', unit: 'seconds', labels: [`${api} ${le} route!`] },
  { name: 'latency_seconds_sum', kind: 'sum', unit: 'seconds', labels: [`${api} route!`] },
  { name: 'latency_seconds_count', kind: 'count', unit: 'none', labels: [`${api} route!`] },
  { name: 'memory_bytes', kind: 'gauge', unit: 'bytes', labels: [api, `${db} pool?=hot,cold`] },
  { name: 'memory_limit_bytes', kind: 'gauge', unit: 'bytes', labels: [api, db] },
  {
    name: 'connections',
    kind: 'gauge',
    unit: 'none',
    labels: [`${db} state!=active,idle datname!`],
    range: between(0, 100),
  },
  { name: 'connections_limit', kind: 'gauge', unit: 'none', labels: [db], range: between(50, 100) },
  { name: 'cache_hit_ratio', kind: 'gauge', unit: 'ratio', labels: ['job!=cache instance!=cache-1 tier?=l1,l2'] },
  { name: 'drift_celsius', kind: 'gauge', unit: 'celsius', labels: [`${api} sensor!`] },
  { name: 'build_info', kind: 'info', unit: 'none', labels: [`${api} version! edition?=free,paid`, `${db} version!`] },
  { name: 'start_timestamp_seconds', kind: 'timestamp', unit: 'seconds', labels: [api, db] },
  { name: 'leader', kind: 'boolean', unit: 'none', labels: [db] },
  { name: 'shards', kind: 'gauge', unit: 'none', labels: [`${db} shard!=a,b`], range: between(1, 8), repeated: true },
]

/** A small closed world in which each kind of metric occurs. */
export const inventedWorld: World = worldOf(
  new Map(
    rows.map(({ name, kind, unit, labels, range, repeated = false, vanishes = false }) => [
      name,
      labels.map((text): SeriesInfo => {
        const set = readLabels(text)
        const jobs = set.labels.get('job')?.values ?? []
        return { name, kind, unit, labels: set, jobs, range: range ?? defaultRange(kind, unit), repeated, vanishes }
      }),
    ]),
  ),
)

function worldOf(series: ReadonlyMap<string, readonly SeriesInfo[]>): World {
  const none: readonly SeriesInfo[] = []
  return { mode: 'closed', series: (name) => series.get(name) ?? none, names: () => series.keys() }
}
