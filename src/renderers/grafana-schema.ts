import type {
  AnnotationQuery,
  Dashboard,
  DashboardLink,
  DataSourceRef,
  FieldConfig,
  GraphFieldConfig,
  Panel,
  RowPanel,
  ThresholdsConfig,
  ValueMapping,
  VariableModel,
  VizLegendOptions,
  VizTooltipOptions,
} from '@grafana/schema'
import type { Options as BarGaugeOptions } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen'
import type { Options as GaugeOptions } from '@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen'
import type { Options as HeatmapOptions } from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen'
import type { Options as HistogramOptions } from '@grafana/schema/dist/esm/raw/composable/histogram/panelcfg/x/HistogramPanelCfg_types.gen'
import type { Options as LogsOptions } from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen'
import type { Options as PieChartOptions } from '@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen'
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen'
import type { Options as StateTimelineOptions } from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen'
import type { Options as StatusHistoryOptions } from '@grafana/schema/dist/esm/raw/composable/statushistory/panelcfg/x/StatusHistoryPanelCfg_types.gen'
import type { Options as TableOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen'
import type { Options as TextOptions } from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen'
import type { Options as TimeSeriesOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen'

/** Grafana's type as it stands in JSON: enums become their values, so that nothing of Grafana is needed at run time. */
export type Wire<T> = T extends string
  ? `${T}`
  : T extends number
    ? `${T}` extends `${infer N extends number}`
      ? N
      : T
    : T extends readonly (infer I)[]
      ? readonly Wire<I>[]
      : T extends object
        ? { readonly [K in keyof T]: Wire<T[K]> }
        : T

export type DatasourceJson = Wire<DataSourceRef>
export type LegendJson = Wire<VizLegendOptions>
export type TooltipJson = Wire<VizTooltipOptions>
export type FieldJson = Wire<FieldConfig>
export type GraphFieldJson = Wire<GraphFieldConfig>
export type ThresholdsJson = Wire<ThresholdsConfig>
export type MappingJson = Wire<ValueMapping>
export type DashboardLinkJson = Wire<DashboardLink>
export type RowJson = Omit<Wire<RowPanel>, 'panels'> & { readonly panels: readonly PanelJson[] }

/** Data and panel links have no more than this; Grafana's type lists the fields of dashboard links. */
export interface LinkJson {
  readonly title: string
  readonly url: string
  readonly targetBlank: boolean
}

export type PanelJson = Omit<Wire<Panel>, 'links'> & { readonly links?: readonly LinkJson[] }

/** A variable with what Grafana's type leaves out. */
export type VariableJson = Wire<VariableModel> & { readonly definition?: string; readonly auto?: boolean }

/** An annotation with the fields of its Prometheus query. */
export type AnnotationJson = Wire<AnnotationQuery> & {
  readonly expr?: string
  readonly step?: string
  readonly titleFormat?: string
  readonly textFormat?: string
  readonly tagKeys?: string
  readonly useValueForTime?: boolean
}

export type DashboardJson = Omit<Wire<Dashboard>, 'panels' | 'annotations' | 'templating'> & {
  /** JSON has no comments: this field says where the file comes from. Grafana ignores it. */
  readonly __generated: string
  readonly annotations: { readonly list: readonly AnnotationJson[] }
  readonly templating: { readonly list: readonly VariableJson[] }
  readonly panels: readonly (PanelJson | RowJson)[]
}

/** Options by panel type. Newer Grafanas know more fields than the oldest that we write for. */
export interface OptionsJson {
  readonly stat: Partial<Wire<StatOptions>>
  readonly gauge: Partial<Wire<GaugeOptions>>
  readonly bargauge: Partial<Wire<BarGaugeOptions>>
  readonly table: Partial<Wire<TableOptions>>
  readonly heatmap: Partial<Wire<HeatmapOptions>>
  readonly piechart: Partial<Wire<PieChartOptions>>
  readonly 'state-timeline': Partial<Wire<StateTimelineOptions>>
  readonly 'status-history': Partial<Wire<StatusHistoryOptions>>
  readonly histogram: Partial<Wire<HistogramOptions>>
  readonly text: Partial<Wire<TextOptions>>
  readonly timeseries: Partial<Wire<TimeSeriesOptions>>
  readonly logs: Partial<Wire<LogsOptions>>
  /** Grafana publishes no type for the alert list. */
  readonly alertlist: Readonly<Record<string, unknown>>
}
