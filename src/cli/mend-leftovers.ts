import { forgetLeftovers, readLeftovers } from '../drills/journal.ts'
import { runUndos, type Undo } from '../drills/undo.ts'
import type { Driver } from '../drivers/driver.ts'
import { talk } from './output.ts'

/**
 * Mends what a drill that was killed has left broken.
 *
 * @param open - the driver of what runs; `null` when nothing does.
 * @param concerns - what of it is worth mending. @default all
 */
export async function mendLeftovers(
  stateDir: string,
  open: () => Promise<Driver | null>,
  concerns: (undo: Undo) => boolean = () => true,
): Promise<void> {
  const undos = await readLeftovers(stateDir)
  const driver = undos.length === 0 ? null : await open()
  if (driver === null) return
  talk('mending what a drill has left broken')
  for (const failure of await runUndos(undos.filter(concerns), driver)) talk(`  not mended: ${failure}`)
  await forgetLeftovers(stateDir)
}
