/**
 * Prints what drawing a dashboard costs, from the start of the process to the SVG on disk: 24 panels over 24 hours, drawn
 * from a recording, beside a process that only loads the charts and Grafana's data library. `BELFRY_BENCH_PROMETHEUS`
 * names a Prometheus that watches the demo: then the dashboard of PostgreSQL is drawn from it as well.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { comparePairs, cpuOf } from './measure.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'belfry-bench-'))
const [dashboard, recording] = [join(scratch, 'dashboard.json'), join(scratch, 'recording.json')]

const states = 11
/** Panels as the dashboards of a stack have them: type, columns, series. */
const panels = [
  ...Array.from({ length: 6 }, () => ['stat', 4, 1]),
  ...[1, 2, 3, 4, 5, 6, 8, 10].map((series) => ['timeseries', 12, series]),
  ...[3, 3, 4].map((series) => ['timeseries', 8, series]),
  ...[5, 12].map((series) => ['bargauge', 12, series]),
  ['heatmap', 12, 12],
  ['state-timeline', 12, states],
  ['table', 12, 12],
  ['piechart', 12, 4],
  ['gauge', 12, 1],
]

function panelOf([type, w, series], index) {
  const kind = type === 'table' ? 'table' : type === 'heatmap' ? 'heatmap' : 'time_series'
  const instant = ['bargauge', 'table', 'piechart', 'gauge'].includes(type)
  const custom = { fillOpacity: 10, gradientMode: 'opacity', showPoints: 'never' }
  return {
    id: index + 1,
    type,
    title: `${type} ${index}`,
    gridPos: { x: 0, y: index * 8, w, h: 8 },
    targets: [
      {
        expr: `panel${index}_of_${series}`,
        legendFormat: kind === 'heatmap' ? '{{le}}' : '{{name}}',
        format: kind,
        instant,
        range: !instant,
      },
    ],
    fieldConfig: { defaults: { unit: index % 2 === 0 ? 's' : 'bytes', custom }, overrides: [] },
    options: {
      graphMode: 'area',
      legend: { displayMode: 'table', placement: index % 3 === 0 ? 'right' : 'bottom', calcs: ['mean', 'max'] },
    },
  }
}

/** Waves, the same each time; states for the panel of those. */
function valueAt(time, series, index) {
  if (series === states) return time % 7200 < 600 * index ? '0' : '1'
  return String(Math.round(1e6 * (2 + index + Math.sin(time / 7000 + series) + Math.sin(time / 400) / 5)) / 1e4)
}

function resultOf(given) {
  const [, series = '1'] = /_of_(\d+)/.exec(given.get('query') ?? '') ?? []
  return Array.from({ length: Number(series) }, (_, index) => {
    const metric = { name: `series ${index}`, le: index === Number(series) - 1 ? '+Inf' : String(0.001 * 2 ** index) }
    if (given.has('time')) {
      const time = Number(given.get('time'))
      return { metric, value: [time, valueAt(time, Number(series), index)] }
    }
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(given.get(name)))
    const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, at) => start + at * step)
    return { metric, values: times.map((time) => [time, valueAt(time, Number(series), index)]) }
  })
}

const server = createServer(async (request, response) => {
  const body = (await request.setEncoding('utf8').toArray()).join('')
  const given = new URLSearchParams(body)
  const resultType = given.has('time') ? 'vector' : 'matrix'
  response.end(JSON.stringify({ status: 'success', data: { resultType, result: resultOf(given) } }))
}).listen(0, '127.0.0.1')
await once(server, 'listening')

writeFileSync(dashboard, JSON.stringify({ title: 'Bench', panels: panels.map(panelOf) }))
const base = ['bin/belfry.js', 'snapshot', '--from', 'now-24h', '--to', 'now', '--out', scratch]
const shared = [...base, '--at', '2026-01-31T12:00:00Z', '--dashboard-file', dashboard]
const recorded = spawn(
  process.execPath,
  [...shared, '--prometheus', `http://127.0.0.1:${server.address().port}`, '--record', recording],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
)
const [code] = await once(recorded, 'exit')
server.close()
if (code !== 0) throw new Error(`recording ended with ${code}`)

const libraries = ['echarts', 'grafana-data'].map((name) => join(root, 'src/preview/vendor', `${name}.js`))
const load = `await Promise.all(${JSON.stringify(libraries)}.map((path) => import(path)))`
const walls = []
const timed = (args) => {
  const begun = performance.now()
  const cpu = cpuOf(args, root)
  walls.push(performance.now() - begun)
  return cpu
}
const prometheus = process.env.BELFRY_BENCH_PROMETHEUS ?? ''
const rows = [
  [
    `${panels.length} panels over 24 h, from a recording`,
    [...base, '--dashboard-file', dashboard, '--replay', recording],
  ],
  ...(prometheus === ''
    ? []
    : [['the PostgreSQL dashboard over 24 h, live', [...base, 'dpg-postgres', '--prometheus', prometheus]]]),
]
console.log(
  'CPU time (user + system), median of 5 pairs, against loading the libraries; and the least time on the clock',
)
for (const [name, args] of rows) {
  walls.length = 0
  const { a, b, ratio } = comparePairs(
    () => timed(args),
    () => cpuOf(['--input-type=module', '-e', load], root),
    5,
  )
  const wall = Math.min(...walls)
  console.log(
    `${name.padEnd(50)} ${a.toFixed(0).padStart(5)} ms  / ${b.toFixed(0)} ms = ${ratio.toFixed(2)}, ${(wall / 1000).toFixed(2)} s  (aim: at most 1 s)`,
  )
}
rmSync(scratch, { recursive: true, force: true })
