import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'
import type { ReceiverIntegration } from './receivers.ts'
import type { Allowances } from './rules.ts'
import type { Secret } from './secret.ts'

/** A label matcher in Alertmanager's syntax: `severity="critical"`, `system=~"redis|postgres"`. */
export type Matcher = string

export interface ReceiverSpec {
  readonly name: string
  /** Empty when the receiver only swallows what reaches it. */
  readonly integrations: readonly ReceiverIntegration[]
  readonly place: Place
}

/** A named receiver with the integrations that it notifies. */
export function receiver(name: string, integrations: readonly ReceiverIntegration[]): ReceiverSpec {
  return { name, integrations, place: callerPlace(receiver) }
}

export interface RouteOptions {
  /** Name of the receiver. @default the parent's receiver */
  readonly receiver?: string
  /** All must match. @default [] - matches every alert */
  readonly matchers?: readonly Matcher[]
  /** @default the parent's */
  readonly groupBy?: readonly string[]
  /** @default the parent's */
  readonly groupWait?: Duration
  /** @default the parent's */
  readonly groupInterval?: Duration
  /** @default the parent's */
  readonly repeatInterval?: Duration
  /** Whether siblings below are tried too. @default false */
  readonly continue?: boolean
  /** Names of mute timings during which nothing is sent. @default [] */
  readonly muteTimings?: readonly string[]
  /** Names of timings outside of which nothing is sent. @default [] */
  readonly activeTimings?: readonly string[]
  /** @default [] */
  readonly routes?: readonly RouteSpec[]
  /** Checks that this route is exempt from: check id to reason. @default {} */
  readonly allow?: Allowances
}

export interface RouteSpec extends RouteOptions {
  readonly place: Place
}

/** A node of the routing tree. */
export function route(options: RouteOptions): RouteSpec {
  return { ...options, place: callerPlace(route) }
}

export interface InhibitionOptions {
  /** Why the source silences the target. */
  readonly because: string
  readonly source: readonly Matcher[]
  readonly target: readonly Matcher[]
  /** Labels that must have equal values on both. @default [] */
  readonly equal?: readonly string[]
  /** Checks that this inhibition is exempt from: check id to reason. @default {} */
  readonly allow?: Allowances
}

export interface InhibitionSpec extends InhibitionOptions {
  readonly place: Place
}

/** While an alert that matches `source` fires, alerts that match `target` are not notified. */
export function inhibit(options: InhibitionOptions): InhibitionSpec {
  return { ...options, place: callerPlace(inhibit) }
}

export interface ExpectationOptions {
  /** Which alerts it is about: all must match. */
  readonly alerts: readonly Matcher[]
  /** Names of the receivers that each of them reaches: these, and no other. */
  readonly reach: readonly string[]
  /** Integrations that are notified: `pagerduty`, or one of several, `slack #dpg-critical`. @default [] - whatever the receivers have */
  readonly via?: readonly string[]
}

export interface ExpectationSpec extends ExpectationOptions {
  readonly place: Place
}

/** Who hears of certain alerts. The check `route-expectation` proves it for every alert, whatever the routes are. */
export function expect(options: ExpectationOptions): ExpectationSpec {
  return { ...options, place: callerPlace(expect) }
}

/** One interval, in Alertmanager's own notation (`monday:friday`, `09:00`); all given fields must hold. */
export interface TimeInterval {
  readonly times?: readonly { readonly startTime: string; readonly endTime: string }[]
  readonly weekdays?: readonly string[]
  readonly daysOfMonth?: readonly string[]
  readonly months?: readonly string[]
  readonly years?: readonly string[]
  /** IANA time zone. @default 'UTC' */
  readonly location?: string
}

export interface MuteTimingSpec {
  readonly name: string
  readonly intervals: readonly TimeInterval[]
  readonly place: Place
}

/** A named set of time intervals; a route mutes during it, or is active only during it. */
export function muteTiming(name: string, intervals: readonly TimeInterval[]): MuteTimingSpec {
  return { name, intervals, place: callerPlace(muteTiming) }
}

/** The mail server that email receivers use. */
export interface SmtpOptions {
  /** `host:port`. */
  readonly smarthost: string
  readonly from: string
  readonly username?: string
  readonly password?: Secret
  /** @default true */
  readonly requireTls?: boolean
}

export interface NotifySpec {
  readonly receivers: readonly ReceiverSpec[]
  /** The root; it needs a receiver and takes no matchers. */
  readonly route: RouteSpec
  /** @default [] */
  readonly inhibitions?: readonly InhibitionSpec[]
  /** @default [] */
  readonly muteTimings?: readonly MuteTimingSpec[]
  /** Who has to hear of which alerts. @default [] - nothing is expected */
  readonly expectations?: readonly ExpectationSpec[]
  /** Needed when a receiver sends mail. */
  readonly smtp?: SmtpOptions
  /** How long after the last update an alert without end time is resolved. @default '5m' */
  readonly resolveTimeout?: Duration
}
