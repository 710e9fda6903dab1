import type { JsonObject } from './json-value.ts'

/** A dashboard, read: what the rest of the preview works on. Grid units are Grafana's: 24 columns, rows of 30 px. */
export interface Board {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** As it is saved, such as `now-6h`. */
  readonly time: { readonly from: string; readonly to: string }
  readonly variables: readonly BoardVariable[]
  readonly annotations: readonly BoardAnnotation[]
  readonly links: readonly BoardLink[]
  readonly sections: readonly BoardSection[]
}

/** The panels below a row's head; those above the first row are a section without a row. */
export interface BoardSection {
  /** The same for the same section of the same dashboard. */
  readonly key: string
  readonly row: { readonly title: string; readonly collapsed: boolean; readonly repeat: string } | null
  /** Places are relative to the section's own top. */
  readonly panels: readonly BoardPanel[]
}

export interface Grid {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface BoardPanel {
  /** Of one panel on its dashboard: `p7`. */
  readonly key: string
  /** Grafana's own id; 0 when it has none. */
  readonly id: number
  /** Grafana's id of the panel type, after older types were migrated. */
  readonly type: string
  readonly title: string
  readonly description: string
  readonly transparent: boolean
  readonly grid: Grid
  readonly targets: readonly BoardTarget[]
  readonly options: JsonObject
  readonly fieldConfig: { readonly defaults: JsonObject; readonly overrides: readonly JsonObject[] }
  readonly transformations: readonly JsonObject[]
  readonly links: readonly BoardLink[]
  /** The variable that repeats it; empty for none. */
  readonly repeat: string
  readonly repeatDirection: 'h' | 'v'
  readonly maxPerRow: number
  /** The smallest step, as a duration or variable; empty for the data source's own. */
  readonly interval: string
  readonly maxDataPoints: number | null
  /** Shift and length of its own time range, such as `1h`; empty for the dashboard's. */
  readonly timeFrom: string
  readonly timeShift: string
}

export interface BoardTarget {
  readonly refId: string
  readonly expr: string
  readonly legend: string
  readonly format: 'time_series' | 'table' | 'heatmap'
  readonly instant: boolean
  readonly range: boolean
  readonly hide: boolean
  /** Its own smallest step; empty for the panel's. */
  readonly interval: string
  readonly intervalFactor: number
  /** Why it cannot be asked here, such as another data source; empty when it can. */
  readonly unsupported: string
}

export interface BoardLink {
  readonly title: string
  readonly url: string
  readonly newTab: boolean
}

export interface BoardAnnotation {
  readonly name: string
  readonly expr: string
  readonly color: string
  readonly title: string
  readonly text: string
  readonly step: string
}

export type VariableType =
  | 'query'
  | 'custom'
  | 'interval'
  | 'constant'
  | 'textbox'
  | 'datasource'
  | 'adhoc'
  | 'switch'
  | 'other'

export interface BoardVariable {
  readonly type: VariableType
  readonly name: string
  readonly label: string
  readonly hidden: boolean
  /** As it is saved: PromQL function, list of values, or the value. */
  readonly query: string
  readonly regex: string
  /** Grafana's number of a sort order, 0 for none. */
  readonly sort: number
  readonly multi: boolean
  readonly includeAll: boolean
  /** What All stands for; empty for all values. */
  readonly allValue: string
  /** What is chosen in the saved dashboard; `$__all` for all. */
  readonly current: readonly string[]
  /** Of an interval that may choose itself: how many steps it wants, and its least; `null` for any other. */
  readonly auto: { readonly count: number; readonly least: string } | null
}
