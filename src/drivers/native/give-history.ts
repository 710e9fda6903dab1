import { BelfryError } from '../../errors/belfry-error.ts'
import type { Backfill } from '../driver.ts'
import { hasRunBefore, storeBlocks } from './store-blocks.ts'

/** Gives a Prometheus a past before it runs for the first time. @returns one line about it; empty when it has one. */
export async function giveHistory(
  dataDir: string,
  backfill: Backfill,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  if (hasRunBefore(dataDir)) return ''
  try {
    const { blocks, outcome } = await backfill.make(async (address) => address, report, signal)
    await storeBlocks(blocks, dataDir)
    await backfill.stored()
    return outcome
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof BelfryError)) throw error
    // A demo without a past is better than none.
    return `without history: ${error.message}`
  }
}
