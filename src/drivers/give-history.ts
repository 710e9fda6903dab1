import type { Workshop } from '../engines/workshop.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Backfill } from './driver.ts'

/** A workshop that can hand over what was made in it. */
export interface StoringWorkshop extends Workshop {
  /** Moves the blocks to the Prometheus that they are for; what an interrupted try has left there goes first. */
  store(signal: AbortSignal): Promise<void>
  /** Takes everything away that was needed on the way. */
  close(): Promise<void>
}

/** Gives a Prometheus that has never run a past. @returns one line about it */
export async function giveHistory(
  { make, stored }: Backfill,
  workshop: StoringWorkshop,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  try {
    const outcome = await make(workshop, report, signal)
    await workshop.store(signal)
    await stored()
    return outcome
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof BelfryError)) throw error
    // A demo without a past is better than none.
    return `without history: ${error.message}`
  }
}
