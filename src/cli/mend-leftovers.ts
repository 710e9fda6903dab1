import { forgetLeftovers, readLeftovers } from '../drills/journal.ts'
import { runUndos } from '../drills/undo.ts'
import type { Driver } from '../drivers/driver.ts'
import { talk } from './output.ts'

/** Mends what a drill that was killed has left broken. */
export async function mendLeftovers(stateDir: string, driver: Driver): Promise<void> {
  const undos = await readLeftovers(stateDir)
  if (undos.length === 0) return
  talk('mending what a drill has left broken')
  for (const failure of await runUndos(undos, driver)) talk(`  not mended: ${failure}`)
  await forgetLeftovers(stateDir)
}
