import { callerPlace, type Place } from '../errors/place.ts'
import type { Query } from './promql.ts'
import type { Allowances } from './rules.ts'

export const panelTypes = [
  'stat',
  'timeseries',
  'gauge',
  'bargauge',
  'table',
  'heatmap',
  'piechart',
  'state-timeline',
  'status-history',
  'histogram',
  'text',
  'alertlist',
  'logs',
] as const
export type PanelType = (typeof panelTypes)[number]

/** Reducers by Grafana's ids. */
export type Calculation =
  | 'lastNotNull'
  | 'last'
  | 'first'
  | 'min'
  | 'max'
  | 'mean'
  | 'sum'
  | 'count'
  | 'range'
  | 'diff'
  | 'delta'

export type ThresholdColor = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'purple' | 'text' | 'transparent'

/** From this value on, this colour. The first step of a list has the value `null`: minus infinity. */
export interface Threshold {
  readonly value: number | null
  readonly color: ThresholdColor
}

export interface Target {
  readonly expr: Query
  /** Legend such as `{{instance}}`. @default Grafana's automatic name */
  readonly legend?: string
  /** @default 'time_series' */
  readonly format?: 'time_series' | 'table' | 'heatmap'
  /** Evaluate at the end of the range only. @default true for stat, gauge, bargauge, table, piechart; else false */
  readonly instant?: boolean
}

export interface ValueMapping {
  /** A value as text, or a range. */
  readonly match: string | { readonly from: number | null; readonly to: number | null } | 'null'
  readonly text: string
  readonly color?: ThresholdColor
}

export interface FieldOverride {
  /** Field name, or a regular expression between slashes. */
  readonly match: string
  /** Grafana field-config properties by id: `unit`, `color`, `custom.axisPlacement`. */
  readonly properties: Readonly<Record<string, unknown>>
}

export interface PanelLink {
  readonly title: string
  readonly url: string
}

export interface PanelOptions {
  readonly title: string
  /** What the panel tells; shown behind the info icon. */
  readonly description?: string
  /** Columns of 24. @default by type: stat and gauge 4, text 8, else 12 */
  readonly width?: number
  /** Grid rows of 30 px. @default by type: stat and gauge 4, else 8 */
  readonly height?: number
  /** Grafana unit id: `s`, `bytes`, `percentunit`, `reqps`, `short`. Needed wherever numbers show. */
  readonly unit?: string
  readonly decimals?: number
  readonly min?: number
  readonly max?: number
  /** @default none - one neutral colour */
  readonly thresholds?: readonly Threshold[]
  /** @default [] */
  readonly mappings?: readonly ValueMapping[]
  /** @default [] */
  readonly overrides?: readonly FieldOverride[]
  /** Grafana transformations: id and options. @default [] */
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[]
  /** @default [] */
  readonly links?: readonly PanelLink[]
  /** Text in place of no value. @default none */
  readonly noValue?: string
  /** Variable that repeats the panel. @default none */
  readonly repeat?: string
  readonly repeatDirection?: 'h' | 'v'
  /** @default 'lastNotNull' */
  readonly calculation?: Calculation
  /** Legend of a time series, pie, state timeline. @default a list below */
  readonly legend?: {
    readonly mode: 'list' | 'table' | 'hidden'
    readonly placement?: 'bottom' | 'right'
    readonly calculations?: readonly Calculation[]
  }
  /** Time series only. @default 'line' */
  readonly draw?: 'line' | 'area' | 'bars' | 'points'
  /** Time series only. @default 'none' */
  readonly stack?: 'none' | 'normal' | 'percent'
  /** Time series only: how thresholds show. @default 'off' */
  readonly thresholdStyle?: 'off' | 'line' | 'area' | 'dashed'
  /** Time series only. @default 'linear' */
  readonly scale?: 'linear' | 'log2' | 'log10'
  /** Stat only. @default 'value' */
  readonly colorMode?: 'value' | 'background' | 'none'
  /** Stat only: a sparkline below the value; makes the query a range. @default false */
  readonly sparkline?: boolean
  /** Text panels: Markdown. */
  readonly markdown?: string
  /** Smallest step, a duration or a variable. @default the scrape interval */
  readonly interval?: string
  readonly allow?: Allowances
}

export interface PanelSpec extends PanelOptions {
  readonly kind: 'panel'
  readonly type: PanelType
  readonly targets: readonly Target[]
  readonly place: Place
}

/** A panel: its type, its title, and the queries beside it. */
export function panel(type: PanelType, options: PanelOptions, targets: readonly Target[] = []): PanelSpec {
  return { kind: 'panel', type, ...options, targets, place: callerPlace(panel) }
}

/** One query of a panel. */
export function target(expr: Query, options: Omit<Target, 'expr'> | string = {}): Target {
  return typeof options === 'string' ? { expr, legend: options } : { expr, ...options }
}
