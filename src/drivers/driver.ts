import type { Workshop } from '../engines/workshop.ts'
import type { Model } from '../model/model.ts'
import type { EngineName } from '../spec/engine-name.ts'

/** One step of a plan; the command line shows it while it runs. Steps run one after another, and a failing one ends the run. */
export interface Step {
  readonly title: string
  /**
   * @param report - says what the step is waiting for.
   * @param signal - aborted when the user gives up.
   * @returns one line about the outcome, or nothing.
   */
  run(report: (text: string) => void, signal: AbortSignal): Promise<string | void>
}

export type EngineState = 'running' | 'starting' | 'unhealthy' | 'paused' | 'stopped' | 'absent'

export interface EngineStatus {
  readonly engine: EngineName
  readonly state: EngineState
  /** Version that runs; empty when unknown. */
  readonly version: string
  /** Address for people, such as `http://127.0.0.1:9090`; empty when it has none. */
  readonly url: string
  /** Process id or short container id; empty when it does not run. */
  readonly id: string
  /** Unix milliseconds; 0 when it does not run. */
  readonly startedAt: number
  /** What is wrong, or why it is left out; empty when all is well. */
  readonly detail: string
}

/** Makes the past of a Prometheus that has none. */
export interface Backfill {
  /**
   * Runs while everything but Prometheus is up. It may fail: the stack then starts without a past.
   *
   * @param workshop - where it is made.
   * @returns one line about it.
   */
  make(workshop: Workshop, report: (text: string) => void, signal: AbortSignal): Promise<string>
  /** Told when Prometheus has them. */
  stored(): Promise<void>
}

export interface UpRequest {
  readonly model: Model
  /** Absolute; the folder that holds the artifacts. */
  readonly outDir: string
  /** Paths of artifacts that differ from what the running engines have loaded; an unchanged `up` has none. */
  readonly changed: readonly string[]
  /** Done once, before Prometheus starts for the first time. @default none */
  readonly backfill?: Backfill
}

export interface LogRequest {
  /** Empty for all. */
  readonly engines: readonly EngineName[]
  readonly follow: boolean
  /** Lines from the end. */
  readonly tail: number
}

/** How engines are run on this machine. Every driver passes the same contract suite. */
export interface Driver {
  readonly name: 'compose' | 'native' | 'fake'
  /** The steps that bring the stack to what the model says; running them again changes nothing. */
  up(request: UpRequest): readonly Step[]
  /** The steps that stop the stack; with `volumes`, its data goes too. */
  down(options: { readonly volumes: boolean }): readonly Step[]
  status(): Promise<readonly EngineStatus[]>
  logs(request: LogRequest, write: (engine: EngineName, line: string) => void, signal: AbortSignal): Promise<void>
  restart(engines: readonly EngineName[]): readonly Step[]
  /** Breaks and mends one engine, as drills do. */
  stop(engine: EngineName): Promise<void>
  start(engine: EngineName): Promise<void>
  pause(engine: EngineName): Promise<void>
  resume(engine: EngineName): Promise<void>
}
