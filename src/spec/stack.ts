import { callerPlace, type Place } from '../errors/place.ts'
import type { DashboardSpec } from './dashboard.ts'
import type { EnvironmentName, EnvironmentSpec } from './environment.ts'
import type { NotifySpec } from './notify.ts'
import type { SystemSpec } from './system.ts'

export interface StackOptions<E extends EnvironmentSpec> {
  /** Name of the stack; names the compose project and stands in the dashboards. */
  readonly name: string
  readonly environments: Readonly<Record<EnvironmentName, E>>
  readonly systems: (environment: E, name: EnvironmentName) => readonly SystemSpec[]
  readonly notify: (environment: E, name: EnvironmentName) => NotifySpec
  /** Dashboards over several systems. @default none */
  readonly dashboards?: (environment: E, name: EnvironmentName) => readonly DashboardSpec[]
}

export interface StackSpec {
  readonly name: string
  readonly environments: Readonly<Record<EnvironmentName, EnvironmentSpec>>
  readonly systems: (environment: EnvironmentSpec, name: EnvironmentName) => readonly SystemSpec[]
  readonly notify: (environment: EnvironmentSpec, name: EnvironmentName) => NotifySpec
  readonly dashboards: (environment: EnvironmentSpec, name: EnvironmentName) => readonly DashboardSpec[]
  readonly place: Place
}

/** The one spec that everything is rendered from; the default export of `stack/stack.ts`. */
export function defineStack<E extends EnvironmentSpec>(options: StackOptions<E>): StackSpec {
  return { dashboards: () => [], ...options, place: callerPlace(defineStack) } as unknown as StackSpec
}
