import { rm } from 'node:fs/promises'
import type { Backfill } from '../drivers/driver.ts'
import type { FoundPrograms } from '../engines/find-program.ts'
import { type History, makeHistory } from '../history/make-history.ts'
import type { Model } from '../model/model.ts'
import { ruleFilePath } from '../model/names.ts'
import { historyFolder, writeHistoryMarker } from './history-marker.ts'

export interface DemoHistoryRequest {
  readonly model: Model
  readonly programs: FoundPrograms
  /** Absolute. */
  readonly stateDir: string
  /** Absolute; where the rendered files are. */
  readonly outDir: string
}

/** The day that a demo looks back on, for the driver to put into place. */
export function demoHistory({ model, programs, stateDir, outDir }: DemoHistoryRequest): Backfill {
  const folder = historyFolder(stateDir)
  let history: History | null = null
  return {
    async make(reach, report, signal) {
      const ruleFiles = model.ruleFiles.map(({ system }) => `${outDir}/${ruleFilePath(system)}`)
      try {
        history = await makeHistory({ model, programs, folder, reach, ruleFiles, report, signal })
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error
      }
      return { blocks: history.blocks, outcome: 'with a made-up day before it' }
    },
    async stored() {
      if (history === null) return
      const { from, to, series, samples, incidents } = history
      await writeHistoryMarker(stateDir, { demo: true, from, to, series, samples, incidents: [...incidents] })
      await rm(folder, { recursive: true, force: true })
    },
  }
}
