import { readFile } from 'node:fs/promises'
import * as z from '../errors/zod.ts'

/** A period of which the data is made up, in Unix seconds. */
const history = z.object({
  from: z.number(),
  to: z.number(),
  incidents: z.array(z.object({ title: z.string(), from: z.number(), to: z.number() })).default([]),
})
export type History = z.infer<typeof history>

/** Which of the data is made up; `null` when all of it was measured. */
export async function readHistory(path: string | undefined): Promise<History | null> {
  if (path === undefined) return null
  const text = await readFile(path, 'utf8').catch(() => '')
  try {
    return history.parse(JSON.parse(text))
  } catch {
    return null
  }
}
