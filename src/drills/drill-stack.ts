import type { Driver } from '../drivers/driver.ts'
import type { Model } from '../model/model.ts'

/** A running stack that drills may break. */
export interface DrillStack {
  readonly driver: Driver
  readonly model: Model
  /** Absolute; state, secrets, and the journal of what is broken. */
  readonly stateDir: string
  /** Absolute; the artifacts that its engines read. */
  readonly outDir: string
}
