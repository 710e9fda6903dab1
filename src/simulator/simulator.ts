import type { Router } from '../http/server.ts'

/** The demo's PostgreSQL, with the rights of the owner of its database. */
export interface DemoPostgres {
  /** Runs one statement, or several without values. */
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>
}

/** The demo's Redis. */
export interface DemoRedis {
  call(command: string, ...args: readonly (string | number)[]): Promise<unknown>
  /** Its database of another number, so that simulators do not meet in one. */
  database(index: number): DemoRedis
}

/** What a simulator is started with. */
export interface SimulatorSetup<S extends string = string> {
  /** Ends when the store answers; waits for one that still starts. */
  postgres(): Promise<DemoPostgres>
  redis(): Promise<DemoRedis>
  /** Numbers from 0 to 1, 1 excluded; the same ones in every run. */
  readonly random: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The scenario that is on. */
  readonly scenario: () => S
}

/** A simulator at work. */
export interface SimulatorWork {
  /** Serves the endpoints of the real system, below `/<name>/`. @default none - the system is a store */
  readonly routes?: (router: Router) => void
  /** Moves the system on. Never runs twice at a time; runs at once when the scenario changes; a failed one is tried again. @default none */
  readonly tick?: () => Promise<void>
  /** Milliseconds between two ticks. @default 1000 */
  readonly tickMs?: number
  readonly stop?: () => Promise<void>
}

export interface SimulatorDefinition<S extends string> {
  /** Name of the system. */
  readonly name: string
  /** By name, what each does, in one sentence; the first is the healthy baseline. */
  readonly scenarios: Readonly<Record<S, string>>
  /** Tried again when it fails, as a store may be late. */
  readonly start: (setup: SimulatorSetup<NoInfer<S>>) => SimulatorWork | Promise<SimulatorWork>
}

/** A simulator of any scenarios, for lists. */
export interface Simulator {
  readonly name: string
  readonly scenarios: Readonly<Record<string, string>>
  readonly start: (setup: SimulatorSetup) => SimulatorWork | Promise<SimulatorWork>
}

/** Defines a stand-in for a system that the demo does not have. */
export function defineSimulator<const S extends string>(definition: SimulatorDefinition<S>): Simulator {
  return { ...definition, start: (setup) => definition.start(setup as SimulatorSetup<S>) }
}
