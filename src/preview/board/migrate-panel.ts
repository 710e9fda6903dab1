import { type JsonObject, listOf, objectOf, textOf } from './json-value.ts'
import { calculationOf } from './migrate-calculation.ts'
import { migrateGraph } from './migrate-graph.ts'

/** What Grafana does on load: panel types that are gone become those that followed them, and old fields move. */
export function migratePanel(panel: JsonObject): JsonObject {
  switch (textOf(panel.type)) {
    case 'graph':
      return migrateGraph(panel)
    case 'singlestat':
    case 'grafana-singlestat-panel':
      return migrateSinglestat(panel)
    case 'grafana-piechart-panel':
      return migratePie(panel)
    case 'text':
      return withText(panel)
    default:
      return panel
  }
}

function migrateSinglestat(panel: JsonObject): JsonObject {
  const gauge = objectOf(panel.gauge)
  const isGauge = gauge.show === true
  const colors = listOf(panel.colors).map((color) => textOf(color))
  const steps = textOf(panel.thresholds)
    .split(',')
    .filter((step) => step.trim() !== '')
  const thresholds = [null, ...steps.map(Number)].map((value, index) => ({
    value,
    color: colors[index] ?? (index === 0 ? 'green' : 'red'),
  }))
  const isColored = panel.colorBackground === true || panel.colorValue === true || isGauge
  const valueName = textOf(panel.valueName, 'avg')
  return {
    ...panel,
    type: isGauge ? 'gauge' : 'stat',
    options: {
      reduceOptions: { calcs: [calculationOf(valueName)], fields: '', values: false },
      colorMode: panel.colorBackground === true ? 'background' : panel.colorValue === true ? 'value' : 'none',
      graphMode: objectOf(panel.sparkline).show === true ? 'area' : 'none',
      textMode: valueName === 'name' ? 'name' : 'auto',
      orientation: 'auto',
    },
    fieldConfig: {
      defaults: {
        unit: textOf(panel.format, 'short'),
        ...(typeof panel.decimals === 'number' ? { decimals: panel.decimals } : {}),
        ...(isGauge ? { min: gauge.minValue ?? 0, max: gauge.maxValue ?? 100 } : {}),
        ...(textOf(panel.nullText) === '' ? {} : { noValue: textOf(panel.nullText) }),
        color: isColored ? { mode: 'thresholds' } : { mode: 'fixed', fixedColor: 'text' },
        thresholds: { mode: 'absolute', steps: thresholds },
        mappings: [...valueMaps(panel), ...rangeMaps(panel)],
      },
      overrides: [],
    },
  }
}

function valueMaps(panel: JsonObject): readonly JsonObject[] {
  return listOf(panel.valueMaps)
    .map(objectOf)
    .map(({ value, text }) =>
      textOf(value) === 'null'
        ? { type: 'special', options: { match: 'null', result: { text: textOf(text) } } }
        : { type: 'value', options: { [textOf(value)]: { text: textOf(text) } } },
    )
}

function rangeMaps(panel: JsonObject): readonly JsonObject[] {
  return listOf(panel.rangeMaps)
    .map(objectOf)
    .filter(({ from }) => textOf(from) !== 'null')
    .map(({ from, to, text }) => ({
      type: 'range',
      options: { from: Number(from), to: Number(to), result: { text: textOf(text) } },
    }))
}

function migratePie(panel: JsonObject): JsonObject {
  const legend = objectOf(panel.legend)
  const words = [legend.values === true ? 'value' : '', legend.percentage === true ? 'percent' : '']
  return {
    ...panel,
    type: 'piechart',
    options: {
      pieType: textOf(panel.pieType, 'pie'),
      reduceOptions: { calcs: [calculationOf(textOf(panel.valueName, 'current'))], fields: '', values: false },
      legend: {
        showLegend: legend.show !== false,
        displayMode: legend.values === true || legend.percentage === true ? 'table' : 'list',
        placement: /right/i.test(textOf(panel.legendType)) ? 'right' : 'bottom',
        values: words.filter((word) => word !== ''),
      },
    },
    fieldConfig: {
      defaults: { unit: textOf(panel.format, 'short'), color: { mode: 'palette-classic' } },
      overrides: [],
    },
  }
}

/** Before Grafana 7 a text panel had its text beside its type. */
function withText(panel: JsonObject): JsonObject {
  if (panel.options !== undefined || panel.content === undefined) return panel
  return { ...panel, options: { content: panel.content, mode: textOf(panel.mode, 'markdown') } }
}
