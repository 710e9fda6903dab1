import { callerPlace, type Place } from '../errors/place.ts'
import type { DashboardSpec } from './dashboard.ts'
import type { DrillSpec } from './drills.ts'
import type { EngineName } from './engine-name.ts'
import type { EnvironmentName, EnvironmentSpec } from './environment.ts'
import type { NotifySpec } from './notify.ts'
import type { SystemSpec } from './system.ts'

/** What a stack may know of the run that it is resolved for. */
export interface StackContext {
  readonly environment: EnvironmentName
  /** Whether an engine is part of the stack there; natively, Grafana may not be to be had. */
  readonly runs: (engine: EngineName) => boolean
}

export interface StackOptions<E extends EnvironmentSpec> {
  /** Name of the stack; names the compose project and stands in the dashboards. */
  readonly name: string
  readonly environments: Readonly<Record<EnvironmentName, E>>
  readonly systems: (environment: E, context: StackContext) => readonly SystemSpec[]
  readonly notify: (environment: E, context: StackContext) => NotifySpec
  /** Dashboards over several systems. @default none */
  readonly dashboards?: (environment: E, context: StackContext) => readonly DashboardSpec[]
  /** Faults that `belfry drill` makes on purpose. @default none */
  readonly drills?: (environment: E, context: StackContext) => readonly DrillSpec[]
}

export interface StackSpec {
  readonly name: string
  readonly environments: Readonly<Record<EnvironmentName, EnvironmentSpec>>
  readonly systems: (environment: EnvironmentSpec, context: StackContext) => readonly SystemSpec[]
  readonly notify: (environment: EnvironmentSpec, context: StackContext) => NotifySpec
  readonly dashboards: (environment: EnvironmentSpec, context: StackContext) => readonly DashboardSpec[]
  readonly drills: (environment: EnvironmentSpec, context: StackContext) => readonly DrillSpec[]
  readonly place: Place
}

/** The one spec that everything is rendered from; the default export of `stack/stack.ts`. */
export function defineStack<E extends EnvironmentSpec>(options: StackOptions<E>): StackSpec {
  return { dashboards: () => [], drills: () => [], ...options, place: callerPlace(defineStack) } as unknown as StackSpec
}
