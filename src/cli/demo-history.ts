import { rm } from 'node:fs/promises'
import type { Backfill } from '../drivers/driver.ts'
import { type History, makeHistory } from '../history/make-history.ts'
import type { Model } from '../model/model.ts'
import { historyFolder, writeHistoryMarker } from './history-marker.ts'

/**
 * The day that a demo looks back on, for the driver to have made.
 *
 * @param stateDir - absolute.
 */
export function demoHistory(model: Model, stateDir: string): Backfill {
  const folder = historyFolder(stateDir)
  let history: History | null = null
  return {
    async make(workshop, report, signal) {
      try {
        history = await makeHistory({ model, workshop, folder, report, signal })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
      return 'a made-up day lies before it'
    },
    async stored() {
      if (history === null) return
      const { from, to, series, samples, incidents } = history
      await writeHistoryMarker(stateDir, { demo: true, from, to, series, samples, incidents: [...incidents] })
    },
  }
}
