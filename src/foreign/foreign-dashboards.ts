import type { Place } from '../errors/place.ts'
import type { Problem } from '../errors/problem.ts'
import type { SourceText } from '../errors/source-text.ts'

/** A dashboard of somebody else's file; only what asks Prometheus. */
export interface ForeignDashboard {
  readonly title: string
  readonly uid: string
  readonly path: string
  readonly place: Place
  readonly variables: readonly string[]
  readonly variableQueries: readonly ForeignQuery[]
  readonly annotations: readonly ForeignQuery[]
  readonly panels: readonly ForeignPanel[]
  readonly leftOut: LeftOut
}

/** The query of a variable or an annotation. */
export interface ForeignQuery {
  readonly name: string
  readonly query: SourceText
}

export interface ForeignPanel {
  readonly title: string
  readonly type: string
  readonly place: Place
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly collapsed: boolean
  readonly unit: string
  readonly min: number | null
  readonly max: number | null
  readonly thresholds: readonly { readonly value: number | null; readonly color: string }[]
  readonly mappings: readonly ForeignMapping[]
  readonly calculation: string
  readonly interval: string
  readonly transformed: boolean
  readonly targets: readonly ForeignTarget[]
  /** Targets of other data sources. */
  readonly otherTargets: number
}

export interface ForeignMapping {
  readonly match: string | { readonly from: number | null; readonly to: number | null }
  readonly text: string
  readonly color?: string
}

export interface ForeignTarget {
  readonly refId: string
  readonly expr: SourceText
  readonly legend: SourceText
  readonly format: string
  readonly instant: boolean
  readonly hidden: boolean
}

/** What of a dashboard is not looked at. */
export interface LeftOut {
  /** Targets of data sources that are not Prometheus. */
  readonly targets: number
  /** Panels that stand in the library, not in this file. */
  readonly libraryPanels: number
}

/** What was read from a dashboard file. */
export interface ReadDashboardFile {
  readonly dashboards: readonly ForeignDashboard[]
  readonly problems: readonly Problem[]
  /** Whether it holds a dashboard, or means to. */
  readonly isDashboard: boolean
}

/** Id of what is wrong with a dashboard's file before its queries are looked at. */
export const dashboardFileValid = 'dashboard-file-valid'
