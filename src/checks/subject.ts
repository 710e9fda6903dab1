import type { Place } from '../errors/place.ts'
import type { SourceText } from '../errors/source-text.ts'
import type { Placeholder } from '../foreign/grafana-variables.ts'
import type { Expr, Span } from '../promql/ast.ts'
import type { Fault } from '../promql/fault.ts'
import type { Labels } from '../spec/labels.ts'
import type { Allowances } from '../spec/rules.ts'

/** What a finding can be about, whoever wrote it: one of our definitions, or a piece of a stranger's file. */
export interface Subject {
  /** Dotted path, such as `redis.alerts.RedisDown`. */
  readonly path: string
  readonly place: Place
  /** Checks that it is exempt from, with the reasons. */
  readonly allow: Allowances
}

/** A query with what stands around it. */
export type QuerySubject = AlertSubject | RecordSubject | PanelQuery | VariableQuery | AnnotationQuery

/** A query as it was read. */
export interface ReadQuery {
  /** The query as it was written, Grafana's variables included. */
  readonly source: SourceText
  /** What was parsed: the source, with something in place of each variable of a dashboard. */
  readonly text: string
  /** Offsets are those of `text`. `null` exactly when there are faults. */
  readonly expr: Expr | null
  /** Syntax faults; types are for a check to say. */
  readonly faults: readonly Fault[]
  /** Parts of `text` that stand for variables: what they will be is not known. */
  readonly placeholders: readonly Placeholder[]
  /** The part of `source` that a part of `text` stands for. */
  written(span: Span): Span
}

interface AnyQuery extends Subject, ReadQuery {
  /** Of the alert, the recorded metric, the panel, the variable, the annotation. */
  readonly name: string
}

interface AnyRule extends AnyQuery {
  readonly labels: Labels
  /** Name of the rule group. */
  readonly group: string
  /** Between evaluations; empty when it is left to Prometheus' default. */
  readonly interval: string
  /** Texts beside the query by path, such as `annotations.summary` and `labels.team`, with their positions. */
  readonly texts: ReadonlyMap<string, SourceText>
}

export interface AlertSubject extends AnyRule {
  readonly where: 'alert'
  /** `0s` when it fires at once. */
  readonly for: string
  /** `0s` when it resolves at once. */
  readonly keepFiringFor: string
  readonly annotations: Labels
}

export interface RecordSubject extends AnyRule {
  readonly where: 'record'
}

/** One target of a panel. */
export interface PanelQuery extends AnyQuery {
  readonly where: 'panel'
  readonly dashboard: DashboardSubject
  readonly panel: PanelSubject
  readonly refId: string
  /** Such as `{{instance}}`; empty is Grafana's automatic name. */
  readonly legend: SourceText
  readonly format: string
  readonly instant: boolean
  /** Fetched, but not drawn: other queries of the panel may use it. */
  readonly hidden: boolean
}

/** The query within `label_values(…)` or `query_result(…)`; of `metrics(…)` and `label_names()` there is none. */
export interface VariableQuery extends AnyQuery {
  readonly where: 'variable'
  readonly dashboard: DashboardSubject
  /** Grafana's function around it. */
  readonly function: 'label_values' | 'query_result'
  /** The label that `label_values` lists, with its offsets in `source`; `null` for others. */
  readonly label: (Span & { readonly text: string }) | null
}

export interface AnnotationQuery extends AnyQuery {
  readonly where: 'annotation'
  readonly dashboard: DashboardSubject
}

export interface PanelSubject extends Subject {
  readonly title: string
  /** Grafana's id of the panel type. */
  readonly type: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  /** Whether its row is folded, so that it takes no room. */
  readonly collapsed: boolean
  /** Empty for none. */
  readonly unit: string
  readonly min: number | null
  readonly max: number | null
  /** From this value on, this colour; the first begins at minus infinity. Colours by Grafana's names, or as hex. */
  readonly thresholds: readonly { readonly value: number | null; readonly color: string }[]
  readonly mappings: readonly PanelMapping[]
  /** Grafana's id of the reducer; empty when not known. */
  readonly calculation: string
  /** Smallest step; empty for none. */
  readonly interval: string
  /** Whether something may change the labels or the units of its queries: a transformation, an override. */
  readonly transformed: boolean
  readonly queries: readonly PanelQuery[]
  /** Targets of data sources other than Prometheus. */
  readonly otherTargets: number
}

/** What is shown for a value, or for the values of a range. */
export interface PanelMapping {
  readonly match: string | { readonly from: number | null; readonly to: number | null }
  readonly text: string
  readonly color?: string
}

export interface DashboardSubject extends Subject {
  readonly key: string
  readonly title: string
  /** Names of its variables. */
  readonly variables: readonly string[]
  readonly panels: readonly PanelSubject[]
}

/** Everything that query checks look at, whoever wrote it. */
export interface Subjects {
  /** Each query, in the order of the files. */
  readonly queries: readonly QuerySubject[]
  /** Rules as they are evaluated: one after the other within a group. */
  readonly groups: readonly RuleGroupSubject[]
  readonly dashboards: readonly DashboardSubject[]
}

export interface RuleGroupSubject extends Subject {
  readonly name: string
  readonly interval: string
  readonly rules: readonly (AlertSubject | RecordSubject)[]
}
