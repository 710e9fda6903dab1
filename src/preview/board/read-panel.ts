import type { BoardPanel, BoardTarget } from './board.ts'
import { flagOf, type JsonObject, listOf, maybeNumber, numberOf, objectOf, textOf } from './json-value.ts'
import { migratePanel } from './migrate-panel.ts'
import { readLink } from './read-link.ts'

/** Plugins of data sources by the variable that stands for them. */
export type DataSources = ReadonlyMap<string, string>

/** Reads one panel; older types become those that followed them. */
export function readPanel(json: JsonObject, key: string, sources: DataSources = new Map()): BoardPanel {
  const panel = migratePanel(json)
  const grid = objectOf(panel.gridPos)
  const fieldConfig = objectOf(panel.fieldConfig)
  return {
    key,
    id: numberOf(panel.id, 0),
    type: textOf(panel.type, 'unknown'),
    title: textOf(panel.title, textOf(objectOf(panel.libraryPanel).name)),
    description: textOf(panel.description),
    transparent: flagOf(panel.transparent),
    grid: {
      x: within(numberOf(grid.x, 0), 0, 23),
      y: within(numberOf(grid.y, 0), 0, 100_000),
      w: within(numberOf(grid.w, 12), 1, 24),
      h: within(numberOf(grid.h, 8), 1, 200),
    },
    targets: listOf(panel.targets).map((target, index) => readTarget(objectOf(target), index, panel, sources)),
    options: objectOf(panel.options),
    fieldConfig: {
      defaults: objectOf(fieldConfig.defaults),
      overrides: listOf(fieldConfig.overrides).map(objectOf),
    },
    transformations: listOf(panel.transformations).map(objectOf),
    links: listOf(panel.links).flatMap((link) => readLink(objectOf(link))),
    repeat: textOf(panel.repeat),
    repeatDirection: panel.repeatDirection === 'v' ? 'v' : 'h',
    maxPerRow: within(numberOf(panel.maxPerRow, 4), 1, 24),
    interval: textOf(panel.interval),
    maxDataPoints: maybeNumber(panel.maxDataPoints),
    timeFrom: textOf(panel.timeFrom),
    timeShift: textOf(panel.timeShift),
  }
}

function readTarget(target: JsonObject, index: number, panel: JsonObject, sources: DataSources): BoardTarget {
  const instant = flagOf(target.instant)
  const format = textOf(target.format)
  const own = typeOfSource(target.datasource, sources)
  const source = own === '' ? typeOfSource(panel.datasource, sources) : own
  const expr = textOf(target.expr)
  const unsupported = unsupportedSource(source)
  return {
    refId: textOf(target.refId, String.fromCharCode(65 + (index % 26))),
    expr,
    legend: textOf(target.legendFormat),
    format: format === 'table' || format === 'heatmap' ? format : 'time_series',
    instant,
    range: flagOf(target.range, !instant),
    // What asks for nothing is not asked.
    hide: flagOf(target.hide) || (expr === '' && unsupported === ''),
    interval: textOf(target.interval),
    intervalFactor: Math.max(1, numberOf(target.intervalFactor, 1)),
    unsupported,
  }
}

const asked = new Set([
  '',
  'prometheus',
  'grafana-amazonprometheus-datasource',
  'grafana-azureprometheus-datasource',
  'datasource',
  'mixed',
  '-- Mixed --',
])
const others =
  /^(loki|elasticsearch|influxdb|graphite|tempo|jaeger|postgres|mysql|cloudwatch|opensearch|mssql|zipkin|grafana-.*)/

function unsupportedSource(source: string): string {
  return !asked.has(source) && others.test(source) ? `Data of “${source}” cannot be shown without Grafana` : ''
}

function typeOfSource(datasource: unknown, sources: DataSources): string {
  const { type, uid } = objectOf(datasource)
  const [, name = ''] = /^\$\{?(\w+)\}?$/.exec(textOf(uid, textOf(datasource))) ?? []
  return textOf(type) || (sources.get(name) ?? '')
}

const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)))
