import type { Backfill } from '../driver.ts'
import { giveHistory } from '../give-history.ts'
import type { ComposeContext } from './compose-context.ts'
import { containerWorkshop } from './container-workshop.ts'

/**
 * Gives Prometheus a past before it runs for the first time.
 *
 * @param startOthers - brings up everything that it is to scrape.
 * @returns one line about it.
 */
export async function fillPrometheus(
  context: ComposeContext,
  backfill: Backfill,
  startOthers: () => Promise<void>,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const container = (await context.containers.all()).get('prometheus')
  if (container !== undefined && container.startedAt > 0) return 'there already'
  report('looking for data of before')
  const workshop = await containerWorkshop(context, signal)
  try {
    if (await workshop.hasRunBefore(signal)) return 'there already'
    await startOthers()
    return await giveHistory(backfill, workshop, report, signal)
  } finally {
    await workshop.close()
  }
}
