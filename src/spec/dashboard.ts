import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'
import type { PanelSpec } from './panels.ts'
import type { Query } from './promql.ts'
import type { Allowances } from './rules.ts'

export type VariableSpec =
  | {
      readonly type: 'query'
      readonly name: string
      readonly label?: string
      /** Grafana's query functions: `label_values(metric, label)`, `query_result(...)`. */
      readonly query: Query
      readonly regex?: string
      /** @default true */
      readonly multi?: boolean
      /** @default true */
      readonly includeAll?: boolean
      /** Value of All, such as `.*`. @default none - all options joined */
      readonly allValue?: string
      /** Checks that this variable is exempt from: check id to reason. @default {} */
      readonly allow?: Allowances
    }
  | {
      readonly type: 'custom'
      readonly name: string
      readonly label?: string
      readonly values: readonly string[]
      readonly multi?: boolean
      readonly includeAll?: boolean
    }
  | { readonly type: 'interval'; readonly name: string; readonly label?: string; readonly values: readonly Duration[] }
  | { readonly type: 'constant'; readonly name: string; readonly value: string }
  | { readonly type: 'textbox'; readonly name: string; readonly label?: string; readonly value?: string }
  | { readonly type: 'datasource'; readonly name: string; readonly label?: string }

export interface RowSpec {
  readonly kind: 'row'
  readonly title: string
  readonly panels: readonly PanelSpec[]
  readonly collapsed: boolean
  /** Variable that repeats the row; empty for none. */
  readonly repeat: string
  readonly place: Place
}

/** A titled row of panels. Panels flow from left to right and wrap at 24 columns. */
export function row(
  title: string,
  panels: readonly PanelSpec[],
  options: { collapsed?: boolean; repeat?: string } = {},
): RowSpec {
  return {
    kind: 'row',
    title,
    panels,
    collapsed: options.collapsed ?? false,
    repeat: options.repeat ?? '',
    place: callerPlace(row),
  }
}

export interface AnnotationSpec {
  readonly name: string
  readonly expr: Query
  readonly title: string
  readonly text?: string
  readonly color?: string
  /** Checks that this annotation is exempt from: check id to reason. @default {} */
  readonly allow?: Allowances
}

export interface DashboardOptions {
  readonly title: string
  readonly description: string
  /** @default [] */
  readonly tags?: readonly string[]
  /** @default '30s' */
  readonly refresh?: Duration
  /** Start of the time range, as Grafana writes it. @default 'now-1h' */
  readonly from?: string
  /** @default [] */
  readonly variables?: readonly VariableSpec[]
  /** @default [] */
  readonly annotations?: readonly AnnotationSpec[]
  readonly rows: readonly RowSpec[]
}

export interface DashboardSpec extends DashboardOptions {
  readonly key: string
  readonly place: Place
}

/**
 * A Grafana dashboard.
 *
 * @param key - unique in the stack, in kebab-case; makes the uid, the file name and the URL.
 */
export function dashboard(key: string, options: DashboardOptions): DashboardSpec {
  return { key, ...options, place: callerPlace(dashboard) }
}
