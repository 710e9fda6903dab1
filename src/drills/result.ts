import type { DeliveryReport } from './deliveries/delivery-report.ts'

/** When each step of a drill happened, in Unix milliseconds; `null` when it did not. */
export interface DrillTimes {
  readonly broken: number | null
  /** The alert's condition first held. */
  readonly pending: number | null
  readonly firing: number | null
  /** The notification was in the inbox. */
  readonly delivered: number | null
  readonly mended: number | null
  /** The notification that it is over was in the inbox. */
  readonly resolved: number | null
}

/** Something measured beside the longest that it may take, in seconds. */
export interface Measure {
  /** `null` when it did not come to its end. */
  readonly seconds: number | null
  readonly bound: number
}

export interface DrillMeasures {
  /** From the fault to the alert. */
  readonly detection: Measure
  /** From the alert to the notification; while nobody can be told, from the mend on. */
  readonly delivery: Measure
  /** From the mend to the notification that it is over. */
  readonly resolve: Measure
}

export type DrillOutcome = 'passed' | 'late' | 'failed' | 'skipped' | 'interrupted'

export interface DrillResult {
  readonly name: string
  readonly title: string
  readonly alert: string
  /** What was done, in a few words. */
  readonly fault: string
  readonly outcome: DrillOutcome
  /** Why it did not pass; empty when it did. */
  readonly reason: string
  readonly times: DrillTimes
  readonly measures: DrillMeasures
  /** Summary in the notification; empty without one. */
  readonly summary: string
}

export interface FaultReport {
  /** Value of the label `drill`. */
  readonly run: string
  readonly driver: string
  readonly environment: string
  readonly isolated: boolean
  /** Unix milliseconds. */
  readonly startedAt: number
  readonly endedAt: number
  readonly drills: readonly DrillResult[]
  /** Alerts that rang meanwhile and that no drill expects. */
  readonly others: readonly string[]
  /** What could not be mended. */
  readonly broken: readonly string[]
}

/** Everything that one `belfry drill` found out. */
export interface DrillReport {
  /** Value of the label `drill`. */
  readonly run: string
  /** `null` when no fault was made. */
  readonly faults: FaultReport | null
  /** One for each environment. */
  readonly deliveries: readonly DeliveryReport[]
}
