import type { Panel } from '../model/model.ts'
import { prometheusDatasourceName } from '../model/names.ts'
import type { PanelType } from '../spec/panels.ts'
import type { LegendJson, OptionsJson, TooltipJson } from './grafana-schema.ts'

/**
 * The options of a panel, by its type; nothing is left to Grafana's defaults.
 *
 * @param system - narrows alert lists to one system; empty for all.
 */
export function panelOptions(panel: Panel, system: string): OptionsJson[PanelType] {
  return writers[panel.type](panel, system)
}

const tooltip: TooltipJson = { mode: 'multi', sort: 'desc' }

// Grafana writes `hidden` as a list that does not show; the mode of that name blanks newer time series.
const legend = ({ legend: { mode, placement, calculations } }: Panel): LegendJson =>
  mode === 'hidden'
    ? { calcs: [], displayMode: 'list', placement, showLegend: false }
    : { calcs: [...calculations], displayMode: mode, placement, showLegend: true }

// Without a reducer Grafana takes the last value, which is null when the last scrape is still missing.
const reduce = (panel: Panel) => ({ calcs: [panel.calculation], fields: '', values: false })

const writers: { readonly [T in PanelType]: (panel: Panel, system: string) => OptionsJson[T] } = {
  stat: (panel) => ({
    colorMode: panel.colorMode,
    graphMode: panel.sparkline ? 'area' : 'none',
    justifyMode: 'auto',
    orientation: 'auto',
    percentChangeColorMode: 'standard',
    reduceOptions: reduce(panel),
    showPercentChange: false,
    textMode: 'auto',
    wideLayout: true,
  }),
  gauge: (panel) => ({
    minVizHeight: 75,
    minVizWidth: 75,
    orientation: 'auto',
    reduceOptions: reduce(panel),
    showThresholdLabels: false,
    showThresholdMarkers: panel.thresholds.length > 1,
    sizing: 'auto',
  }),
  bargauge: (panel) => ({
    displayMode: 'gradient',
    legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: false },
    maxVizHeight: 300,
    minVizHeight: 16,
    minVizWidth: 8,
    namePlacement: 'auto',
    orientation: 'horizontal',
    reduceOptions: reduce(panel),
    showUnfilled: true,
    sizing: 'auto',
    valueMode: 'color',
  }),
  timeseries: (panel) => ({ legend: legend(panel), tooltip }),
  table: () => ({ cellHeight: 'sm', frameIndex: 0, showHeader: true, sortBy: [] }),
  heatmap: (panel) => ({
    calculate: false,
    cellGap: 1,
    cellValues: { unit: 'short' },
    color: {
      exponent: 0.5,
      fill: 'orange',
      mode: 'scheme',
      reverse: false,
      scale: 'exponential',
      scheme: 'Oranges',
      steps: 64,
    },
    exemplars: { color: 'rgba(255,0,255,0.7)' },
    filterValues: { le: 1e-9 },
    legend: { show: panel.legend.mode !== 'hidden' },
    rowsFrame: { layout: 'auto' },
    showValue: 'never',
    tooltip: { mode: 'single', showColorScale: false, yHistogram: true },
    yAxis: { axisPlacement: 'left', reverse: false, unit: panel.unit },
  }),
  piechart: (panel) => ({
    displayLabels: [],
    legend: { ...legend(panel), values: ['value', 'percent'] },
    orientation: 'auto',
    pieType: 'donut',
    reduceOptions: reduce(panel),
    sort: 'desc',
    tooltip: { mode: 'single', sort: 'none' },
  }),
  'state-timeline': (panel) => ({
    alignValue: 'left',
    legend: legend(panel),
    mergeValues: true,
    rowHeight: 0.85,
    showValue: 'auto',
    tooltip: { mode: 'single', sort: 'none' },
  }),
  'status-history': (panel) => ({
    colWidth: 0.9,
    legend: legend(panel),
    rowHeight: 0.9,
    showValue: 'never',
    tooltip: { mode: 'single', sort: 'none' },
  }),
  histogram: (panel) => ({
    bucketOffset: 0,
    combine: false,
    legend: legend(panel),
    tooltip: { mode: 'single', sort: 'none' },
  }),
  text: (panel) => ({
    code: { language: 'plaintext', showLineNumbers: false, showMiniMap: false },
    content: panel.markdown,
    mode: 'markdown',
  }),
  alertlist: (_panel, system) => ({
    // `none` is the severity of those that always fire.
    alertInstanceLabelFilter: system === '' ? '{severity!="none"}' : `{system="${system}"}`,
    alertName: '',
    dashboardAlerts: false,
    // The alert list names its data source, all other panels refer to it by uid.
    datasource: prometheusDatasourceName,
    groupBy: [],
    groupMode: 'default',
    maxItems: 30,
    showInactiveAlerts: false,
    sortOrder: 3,
    stateFilter: { error: true, firing: true, noData: false, normal: false, pending: true, recovering: true },
    viewMode: 'list',
  }),
  logs: () => ({
    dedupStrategy: 'none',
    enableLogDetails: true,
    prettifyLogMessage: false,
    showCommonLabels: false,
    showLabels: false,
    showLogContextToggle: false,
    showTime: true,
    sortOrder: 'Descending',
    wrapLogMessage: true,
  }),
}
