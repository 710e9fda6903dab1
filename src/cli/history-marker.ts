import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readStateFile, writeStateFile } from '../drivers/state-file.ts'
import * as z from '../errors/zod.ts'

const markerSchema = z.object({
  /** Always true: none of it happened. */
  demo: z.literal(true),
  /** Unix seconds, here and below. */
  from: z.number(),
  to: z.number(),
  series: z.number(),
  samples: z.number(),
  incidents: z.array(z.object({ title: z.string(), from: z.number(), to: z.number() })),
})

/** What of Prometheus' data is made up: `proof/history.json` in the state folder, where the console reads it. */
export type HistoryMarker = z.infer<typeof markerSchema>

const file = (stateDir: string): string => join(stateDir, 'proof', 'history.json')
/** For texts of which history is made. */
export const historyFolder = (stateDir: string): string => join(stateDir, 'history')

/** `null` when all data was measured. */
export async function readHistoryMarker(stateDir: string): Promise<HistoryMarker | null> {
  return readStateFile(file(stateDir), markerSchema)
}

export async function writeHistoryMarker(stateDir: string, marker: HistoryMarker): Promise<void> {
  await writeStateFile(file(stateDir), marker)
}

/** Forgets it, with what an interrupted try has left. */
export async function removeHistory(stateDir: string): Promise<void> {
  await rm(file(stateDir), { force: true })
  await rm(historyFolder(stateDir), { recursive: true, force: true })
}
