import { flagOf, type JsonObject, listOf, maybeNumber, numberOf, objectOf, textOf } from './json-value.ts'
import { calculationOf } from './migrate-calculation.ts'

/** The graph panel of Grafana before 8 as the time series that followed it. */
export function migrateGraph(panel: JsonObject): JsonObject {
  const [left = {}, right = {}] = listOf(panel.yaxes).map(objectOf)
  const stacks = flagOf(panel.stack)
  return {
    ...panel,
    type: 'timeseries',
    options: { legend: legendOf(objectOf(panel.legend)), tooltip: { mode: 'multi' } },
    fieldConfig: {
      defaults: {
        ...axisOf(left),
        color: { mode: 'palette-classic' },
        custom: {
          ...drawing(panel),
          axisLabel: textOf(left.label),
          scaleDistribution: scaleOf(left),
          spanNulls: textOf(panel.nullPointMode) === 'connected',
          stacking: { group: 'A', mode: !stacks ? 'none' : flagOf(panel.percentage) ? 'percent' : 'normal' },
          thresholdsStyle: { mode: listOf(panel.thresholds).length > 0 ? thresholdStyle(panel) : 'off' },
        },
        thresholds: thresholdsOf(panel),
      },
      overrides: [...colorsOf(panel), ...overridesOf(panel, right)],
    },
  }
}

function drawing(panel: JsonObject): JsonObject {
  const lines = flagOf(panel.lines, true)
  const bars = flagOf(panel.bars)
  return {
    drawStyle: bars ? 'bars' : lines ? 'line' : 'points',
    lineInterpolation: flagOf(panel.steppedLine) ? 'stepAfter' : 'linear',
    lineWidth: numberOf(panel.linewidth, 1),
    fillOpacity: bars ? 80 : numberOf(panel.fill, 1) * 10,
    gradientMode: numberOf(panel.fillGradient, 0) > 0 ? 'opacity' : 'none',
    pointSize: numberOf(panel.pointradius, 2) * 2,
    showPoints: flagOf(panel.points) ? 'always' : 'never',
    ...(flagOf(panel.dashes) ? { lineStyle: { fill: 'dash', dash: [10, 10] } } : {}),
  }
}

function axisOf(axis: JsonObject): JsonObject {
  const [min, max] = [maybeNumber(axis.min), maybeNumber(axis.max)]
  return {
    unit: textOf(axis.format, 'short'),
    ...(maybeNumber(axis.decimals) === null ? {} : { decimals: maybeNumber(axis.decimals) }),
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
  }
}

function scaleOf(axis: JsonObject): JsonObject {
  const base = numberOf(axis.logBase, 1)
  return base > 1 ? { type: 'log', log: base } : { type: 'linear' }
}

function legendOf(legend: JsonObject): JsonObject {
  const words = ['min', 'max', 'avg', 'current', 'total'].filter((word) => legend[word] === true)
  return {
    showLegend: flagOf(legend.show, true),
    displayMode: flagOf(legend.alignAsTable) ? 'table' : 'list',
    placement: flagOf(legend.rightSide) ? 'right' : 'bottom',
    calcs: flagOf(legend.values) ? words.map(calculationOf) : [],
  }
}

function thresholdsOf(panel: JsonObject): JsonObject {
  const steps = listOf(panel.thresholds)
    .map(objectOf)
    .flatMap((step) => {
      const value = maybeNumber(step.value)
      if (value === null) return []
      const color = textOf(step.lineColor) || textOf(step.fillColor) || colorOf(textOf(step.colorMode))
      return textOf(step.op) === 'lt' ? [] : [{ value, color }]
    })
  return { mode: 'absolute', steps: [{ value: null, color: 'transparent' }, ...steps] }
}

const colorOf = (mode: string): string => (mode === 'warning' ? 'orange' : mode === 'ok' ? 'green' : 'red')

function thresholdStyle(panel: JsonObject): string {
  const steps = listOf(panel.thresholds).map(objectOf)
  const [lines, fills] = [steps.some(({ line }) => line === true), steps.some(({ fill }) => fill === true)]
  return lines && fills ? 'line+area' : fills ? 'area' : lines ? 'line' : 'off'
}

function colorsOf(panel: JsonObject): readonly JsonObject[] {
  return Object.entries(objectOf(panel.aliasColors)).map(([name, color]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: textOf(color) } }],
  }))
}

function overridesOf(panel: JsonObject, right: JsonObject): readonly JsonObject[] {
  return listOf(panel.seriesOverrides)
    .map(objectOf)
    .flatMap((override) => {
      const alias = textOf(override.alias)
      const properties = propertiesOf(override, right)
      if (alias === '' || properties.length === 0) return []
      const isPattern = alias.length > 2 && alias.startsWith('/')
      return [{ matcher: { id: isPattern ? 'byRegexp' : 'byName', options: alias }, properties }]
    })
}

function propertiesOf(override: JsonObject, right: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = []
  const add = (id: string, value: JsonObject[string]): void => void found.push({ id, value })
  for (const [key, value] of Object.entries(override)) {
    if (key === 'color') add('color', { mode: 'fixed', fixedColor: textOf(value) })
    else if (key === 'linewidth') add('custom.lineWidth', value)
    else if (key === 'fill') add('custom.fillOpacity', numberOf(value, 1) * 10)
    else if (key === 'dashes' && value === true) add('custom.lineStyle', { fill: 'dash', dash: [10, 10] })
    else if (key === 'transform') add('custom.transform', value)
    else if (key === 'steppedLine' && value === true) add('custom.lineInterpolation', 'stepAfter')
    else if (key === 'points' && value === true) add('custom.showPoints', 'always')
    else if (key === 'bars' && value === true) add('custom.drawStyle', 'bars')
    else if (key === 'lines' && value === false) add('custom.lineWidth', 0)
    else if (key === 'stack')
      add('custom.stacking', { mode: value === false ? 'none' : 'normal', group: textOf(value, 'A') })
    else if (key === 'legend' && value === false) add('custom.hideFrom', { legend: true, tooltip: false, viz: false })
    else if (key === 'yaxis' && Number(value) === 2) {
      add('custom.axisPlacement', 'right')
      for (const [id, own] of Object.entries(axisOf(right))) add(id, own)
    }
  }
  return found
}
