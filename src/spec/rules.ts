import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'
import type { Labels, Severity } from './labels.ts'
import type { Query } from './promql.ts'

/** Checks that a definition is exempt from, each with its reason. */
export type Allowances = Readonly<Record<string, string>>

export interface AlertOptions {
  readonly expr: Query
  /** How long the expression must hold. @default none - fires at the first evaluation; needs a reason in `allow` */
  readonly for?: Duration
  /** How long the alert goes on firing after the expression stops holding. @default none */
  readonly keepFiringFor?: Duration
  readonly severity: Severity
  /** One line, may use `{{ $labels.x }}` and `{{ $value }}`. */
  readonly summary: string
  /** What is observed, with the value in its unit. */
  readonly description: string
  /** Static labels beside `severity` and `system`. @default {} */
  readonly labels?: Labels
  /** Annotations beside summary, description, runbook_url, dashboard_url. @default {} */
  readonly annotations?: Labels
  /** Key of the dashboard that shows it. @default the first dashboard of the system */
  readonly dashboard?: string
  /** Checks that this alert is exempt from: check id to reason. @default {} */
  readonly allow?: Allowances
}

export interface AlertSpec extends AlertOptions {
  readonly kind: 'alert'
  readonly name: string
  readonly place: Place
}

/** What a stack may change of a system's alert. `false` switches it off. */
export type AlertOverride = Partial<AlertOptions> | false

export interface RecordOptions {
  readonly expr: Query
  /** Labels added to the result. @default {} */
  readonly labels?: Labels
  readonly allow?: Allowances
}

export interface RecordSpec extends RecordOptions {
  readonly kind: 'record'
  readonly name: string
  readonly place: Place
}

export type RuleSpec = AlertSpec | RecordSpec

/** An alerting rule. */
export function alert(name: string, options: AlertOptions): AlertSpec {
  return { kind: 'alert', name, ...options, place: callerPlace(alert) }
}

/**
 * A recording rule.
 *
 * @param name - `level:metric:operations`, as the Prometheus documentation recommends.
 */
export function record(name: string, options: RecordOptions): RecordSpec {
  return { kind: 'record', name, ...options, place: callerPlace(record) }
}

/** Rules of a system as a function of its options; one file of `alerts/` holds one such list. */
export function rules<O>(list: (options: O) => readonly RuleSpec[]): (options: O) => readonly RuleSpec[] {
  return list
}
