import type { Panel } from '../model/model.ts'
import type { FieldOverride, PanelType, ValueMapping } from '../spec/panels.ts'
import type { FieldJson, GraphFieldJson, MappingJson, PanelJson, ThresholdsJson } from './grafana-schema.ts'

/** How a panel shows its fields: unit, limits, colours, mappings, overrides. */
export function fieldConfig(panel: Panel): NonNullable<PanelJson['fieldConfig']> {
  return { defaults: fieldDefaults(panel), overrides: panel.overrides.map(override) }
}

/** One colour for a single number that has no thresholds. */
const neutral = 'blue'
const seriesColored: ReadonlySet<PanelType> = new Set(['timeseries', 'piechart', 'histogram'])

function fieldDefaults(panel: Panel): FieldJson {
  return {
    color: color(panel),
    custom: custom(panel),
    ...(panel.decimals === null ? {} : { decimals: panel.decimals }),
    links: [],
    mappings: mappings(panel.mappings),
    ...(panel.max === null ? {} : { max: panel.max }),
    ...(panel.min === null ? {} : { min: panel.min }),
    ...(panel.noValue === '' ? {} : { noValue: panel.noValue }),
    thresholds: thresholds(panel),
    ...(panel.unit === '' ? {} : { unit: panel.unit }),
  }
}

function color(panel: Panel): NonNullable<FieldJson['color']> {
  if (seriesColored.has(panel.type)) return { mode: 'palette-classic' }
  return panel.thresholds.length > 0 || panel.mappings.length > 0
    ? { mode: 'thresholds' }
    : { fixedColor: neutral, mode: 'fixed' }
}

function thresholds(panel: Panel): ThresholdsJson {
  const steps = panel.thresholds.map((step) => ({ color: step.color, value: step.value }))
  return { mode: 'absolute', steps: steps.length > 0 ? steps : [{ color: neutral, value: null }] }
}

function mappings(list: readonly ValueMapping[]): readonly MappingJson[] {
  const values: Record<string, { color?: string; index: number; text: string }> = {}
  const others: MappingJson[] = []
  list.forEach(({ match, text, color: tint }, index) => {
    const result = { ...(tint === undefined ? {} : { color: tint }), index, text }
    if (typeof match === 'object') others.push({ options: { from: match.from, result, to: match.to }, type: 'range' })
    else if (match === 'null') others.push({ options: { match: 'null+nan', result }, type: 'special' })
    else values[match] = result
  })
  return Object.keys(values).length > 0 ? [{ options: values, type: 'value' }, ...others] : others
}

function override({ match, properties }: FieldOverride): NonNullable<PanelJson['fieldConfig']>['overrides'][number] {
  const expression = match.length > 2 && match.startsWith('/') && match.endsWith('/')
  return {
    matcher: { id: expression ? 'byRegexp' : 'byName', options: match },
    properties: Object.entries(properties).map(([id, value]) => ({ id, value })),
  }
}

const shown = { legend: false, tooltip: false, viz: false } as const

function custom(panel: Panel): Readonly<Record<string, unknown>> {
  switch (panel.type) {
    case 'timeseries':
      return { ...graph(panel) }
    case 'table':
      return { align: 'auto', cellOptions: { type: 'auto' }, filterable: false, inspect: false }
    case 'state-timeline':
    case 'status-history':
      return { fillOpacity: 75, hideFrom: shown, lineWidth: 0 }
    case 'histogram':
      return {
        fillOpacity: 70,
        gradientMode: 'none',
        hideFrom: shown,
        lineWidth: 1,
        stacking: { group: 'A', mode: 'none' },
      }
    case 'heatmap':
      return { hideFrom: shown, scaleDistribution: { type: 'linear' } }
    case 'piechart':
      return { hideFrom: shown }
    default:
      return {}
  }
}

const fills = { line: 8, area: 25, bars: 80, points: 0 } as const

function graph(panel: Panel): GraphFieldJson {
  return {
    axisBorderShow: false,
    axisCenteredZero: false,
    axisColorMode: 'text',
    axisLabel: '',
    axisPlacement: 'auto',
    barAlignment: 0,
    drawStyle: panel.draw === 'area' ? 'line' : panel.draw,
    fillOpacity: panel.draw === 'line' && panel.stack !== 'none' ? fills.area : fills[panel.draw],
    gradientMode: panel.draw === 'line' || panel.draw === 'area' ? 'opacity' : 'none',
    hideFrom: shown,
    insertNulls: false,
    lineInterpolation: 'linear',
    lineWidth: panel.draw === 'bars' ? 0 : 1,
    pointSize: 4,
    scaleDistribution:
      panel.scale === 'linear' ? { type: 'linear' } : { log: panel.scale === 'log2' ? 2 : 10, type: 'log' },
    showPoints: panel.draw === 'points' ? 'always' : 'never',
    // A hole in the data is news: it must stay a hole.
    spanNulls: false,
    stacking: { group: 'A', mode: panel.stack },
    thresholdsStyle: { mode: panel.thresholdStyle },
  }
}
