import type { SourceText } from '../errors/source-text.ts'
import { itemsOf, numberOf, textOf, valueAt, type YamlNode } from '../formats/positioned-yaml.ts'
import type { DataSources } from './data-sources.ts'
import type { ForeignMapping, ForeignPanel, ForeignTarget } from './foreign-dashboards.ts'
import type { ForeignFile } from './foreign-file.ts'

/** Whether a panel stands in the library, so that the file only names it. */
export function isLibraryPanel(node: YamlNode): boolean {
  return valueAt(node, 'libraryPanel') !== null && valueAt(node, 'targets') === null
}

/** Reads a panel; its targets of other data sources are counted only. */
export function readPanel(file: ForeignFile, node: YamlNode, collapsed: boolean, sources: DataSources): ForeignPanel {
  // A library panel may carry its model along.
  const panel = isLibraryPanel(node) ? (valueAt(valueAt(node, 'libraryPanel'), 'model') ?? node) : node
  const defaults = valueAt(valueAt(panel, 'fieldConfig'), 'defaults')
  const title = valueAt(panel, 'title')
  const targets = itemsOf(valueAt(panel, 'targets'))
  const read = targets.flatMap((target) => readTarget(file, target, panel, sources))
  const calculations = valueAt(valueAt(valueAt(panel, 'options'), 'reduceOptions'), 'calcs')
  return {
    title: textOf(title),
    type: textOf(valueAt(panel, 'type')),
    place: file.placeAt((title ?? panel).from),
    gridPos: gridPosOf(valueAt(panel, 'gridPos')),
    collapsed,
    unit: textOf(valueAt(defaults, 'unit')) || oldUnit(panel),
    min: numberOf(valueAt(defaults, 'min')),
    max: numberOf(valueAt(defaults, 'max')),
    thresholds: readThresholds(panel, defaults),
    mappings: itemsOf(valueAt(defaults, 'mappings')).flatMap(readMapping),
    calculation: textOf(itemsOf(calculations)[0] ?? null),
    interval: textOf(valueAt(panel, 'interval')),
    transformed: itemsOf(valueAt(panel, 'transformations')).length > 0 || hasOtherUnits(panel),
    targets: read,
    otherTargets: targets.filter((target) => !asksPrometheus(target, panel, sources)).length,
  }
}

/** The text of a key with its positions, or `null`. */
export function sourceAt(file: ForeignFile, node: YamlNode | null, key: string): SourceText | null {
  const value = valueAt(node, key)
  return value?.kind === 'scalar' ? file.source(value) : null
}

function asksPrometheus(target: YamlNode, panel: YamlNode, sources: DataSources): boolean {
  const hasQuery = valueAt(target, 'expr') !== null
  const inherited = valueAt(panel, 'datasource')
  // Each target of a mixed panel names its own.
  return sources.isPrometheus(valueAt(target, 'datasource') ?? inherited, hasQuery)
}

function readTarget(
  file: ForeignFile,
  target: YamlNode,
  panel: YamlNode,
  sources: DataSources,
): readonly ForeignTarget[] {
  const expr = sourceAt(file, target, 'expr')
  if (expr === null || expr.text.trim() === '' || !asksPrometheus(target, panel, sources)) return []
  const place = file.placeAt(target.from)
  return [
    {
      refId: textOf(valueAt(target, 'refId')),
      expr,
      legend: sourceAt(file, target, 'legendFormat') ?? { text: '', place, lines: [] },
      format: textOf(valueAt(target, 'format')) || 'time_series',
      instant: textOf(valueAt(target, 'instant')) === 'true',
      hidden: textOf(valueAt(target, 'hide')) === 'true',
    },
  ]
}

function gridPosOf(node: YamlNode | null): ForeignPanel['gridPos'] {
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((key) => numberOf(valueAt(node, key)) ?? 0)
  return { x: x ?? 0, y: y ?? 0, w: w ?? 0, h: h ?? 0 }
}

/** The unit of the panels that time series and stat have replaced. */
function oldUnit(panel: YamlNode): string {
  const axis = itemsOf(valueAt(panel, 'yaxes'))[0] ?? null
  return textOf(valueAt(axis, 'format')) || textOf(valueAt(panel, 'format'))
}

/** Whether some series have a unit, or an axis, of their own. */
function hasOtherUnits(panel: YamlNode): boolean {
  const overrides = itemsOf(valueAt(valueAt(panel, 'fieldConfig'), 'overrides'))
  const properties = overrides.flatMap((override) => itemsOf(valueAt(override, 'properties')))
  return (
    properties.some((property) => textOf(valueAt(property, 'id')) === 'unit') ||
    itemsOf(valueAt(panel, 'seriesOverrides')).some((override) => valueAt(override, 'yaxis') !== null)
  )
}

/** None where the colours come from elsewhere. */
function readThresholds(panel: YamlNode, defaults: YamlNode | null): ForeignPanel['thresholds'] {
  const mode = textOf(valueAt(valueAt(defaults, 'color'), 'mode'))
  if ((mode !== '' && mode !== 'thresholds') || textOf(valueAt(valueAt(panel, 'options'), 'colorMode')) === 'none')
    return []
  return itemsOf(valueAt(valueAt(defaults, 'thresholds'), 'steps')).map((step) => ({
    value: numberOf(valueAt(step, 'value')),
    color: textOf(valueAt(step, 'color')),
  }))
}

function readMapping(node: YamlNode): readonly ForeignMapping[] {
  const options = valueAt(node, 'options')
  switch (textOf(valueAt(node, 'type'))) {
    case 'value':
      return options?.kind === 'map'
        ? options.entries.map(({ key, value }) => ({ match: key.text, ...shownAs(value) }))
        : []
    case 'range':
      return [
        {
          match: { from: numberOf(valueAt(options, 'from')), to: numberOf(valueAt(options, 'to')) },
          ...shownAs(valueAt(options, 'result')),
        },
      ]
    case 'special':
      return [{ match: textOf(valueAt(options, 'match')), ...shownAs(valueAt(options, 'result')) }]
    default:
      return []
  }
}

function shownAs(node: YamlNode | null): { readonly text: string; readonly color?: string } {
  const color = textOf(valueAt(node, 'color'))
  return { text: textOf(valueAt(node, 'text')), ...(color === '' ? {} : { color }) }
}
