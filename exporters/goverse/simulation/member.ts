import type { Meter } from './meter.ts'

/** A node or a gate: a program with metrics of its own, which a restart loses. */
export interface Member {
  readonly address: string
  meter: Meter
  alive: boolean
  startedAt: number
  /** Of a gate. */
  clients: number
}
