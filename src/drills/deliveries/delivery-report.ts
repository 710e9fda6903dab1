/** Something wrong with a notification, or with the lack of one. */
export interface DeliveryFault {
  readonly alert: string
  readonly channel: string
  readonly message: string
}

/** What a dead man's switch would have seen. */
export interface WatchdogReport {
  /** Name of the alert that always fires. */
  readonly alert: string
  /** Seconds between two of its notifications, the longest. */
  readonly interval: number | null
  /** The longest that may lie between two, in seconds. */
  readonly bound: number
  /** Seconds from the stop of Prometheus to the last notification; `null` when they did not stop. */
  readonly lastAfterStop: number | null
  /** The longest that notifications may go on after the stop, in seconds. */
  readonly lastBound: number
  /** What is wrong; empty when nothing is. */
  readonly fault: string
}

export interface DeliveryReport {
  readonly environment: string
  /** Alerts of the stack. */
  readonly alerts: number
  /** Those whose every notification arrived without a fault. */
  readonly delivered: number
  /** Alerts that fired that reached a receiver. */
  readonly notifications: number
  /** All-clears that arrived, and those that were to. */
  readonly resolved: { readonly arrived: number; readonly expected: number }
  /** By integration, how many notifications of a firing alert arrived. */
  readonly channels: readonly { readonly channel: string; readonly receiver: string; readonly count: number }[]
  readonly faults: readonly DeliveryFault[]
  readonly watchdog: WatchdogReport | null
  /** Seconds that the slowest notification took from its posting. */
  readonly slowest: number
}
