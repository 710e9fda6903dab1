import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'
import type { EngineName } from './engine-name.ts'
import type { Labels } from './labels.ts'

/** What a drill breaks; how it is mended follows from it. */
export type Fault =
  | { readonly kind: 'stop'; readonly engine: EngineName }
  | { readonly kind: 'pause'; readonly engine: EngineName }
  | { readonly kind: 'password'; readonly engine: EngineName; readonly secret: string }
  | { readonly kind: 'configuration'; readonly engine: 'prometheus' | 'alertmanager' }
  | { readonly kind: 'scenario'; readonly system: string; readonly scenario: string }
  | { readonly kind: 'disk'; readonly mebibytes: number }

/** Stops an engine; started again to mend it. */
export const stopEngine = (engine: EngineName): Fault => ({ kind: 'stop', engine })
/** Freezes an engine: it keeps its connections, and answers nobody. */
export const pauseEngine = (engine: EngineName): Fault => ({ kind: 'pause', engine })
/**
 * Gives an engine a wrong password, as when it was changed without telling: the secret's file holds another value, and
 * the engine starts anew.
 */
export const wrongPassword = (engine: EngineName, secret: string): Fault => ({ kind: 'password', engine, secret })
/** Breaks the configuration of an engine on disk and has it loaded; the engine goes on with the one before. */
export const breakConfiguration = (engine: 'prometheus' | 'alertmanager'): Fault => ({ kind: 'configuration', engine })
/** Switches the scenario of a simulator on. */
export const playScenario = (system: string, scenario: string): Fault => ({ kind: 'scenario', system, scenario })
/**
 * Fills a file system that is there for nothing else: an image of this size in the state folder, mounted beside it. The
 * alerts that the drill names are those of its mount point.
 */
export const fillDisk = (mebibytes: number): Fault => ({ kind: 'disk', mebibytes })

/** An alert by name and, where it has several series, by some of its labels. */
export interface ExpectedAlert {
  readonly alert: string
  /** Labels that tell it from others of its name. @default {} */
  readonly labels?: Labels
}

export interface DrillOptions {
  /** What happens, in one sentence. */
  readonly title: string
  readonly fault: Fault
  readonly expects: ExpectedAlert
  /** Alerts that the fault may ring as well. @default [] */
  readonly also?: readonly ExpectedAlert[]
  /** How long after the fault its source shows it: a heartbeat that has to grow old. @default '0s' */
  readonly shows?: Duration
  /** How long after the mend its source shows it. @default '0s' */
  readonly recovers?: Duration
  /** Engines and systems that the fault harms beside what it breaks; drills that share one do not overlap. @default [] */
  readonly harms?: readonly string[]
}

export interface DrillSpec extends DrillOptions {
  readonly name: string
  readonly place: Place
}

/**
 * A fault on purpose, and the alert that has to ring.
 *
 * @param name - kebab-case; names it on the command line.
 */
export function drill(name: string, options: DrillOptions): DrillSpec {
  return { name, ...options, place: callerPlace(drill) }
}
