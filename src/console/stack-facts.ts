import { readFile } from 'node:fs/promises'
import * as z from '../errors/zod.ts'

const alertFacts = z.object({
  name: z.string(),
  system: z.string(),
  severity: z.string(),
  summary: z.string(),
})

/** The part of `stack.json` that pages are made of; browsers get the whole of it. */
const stackFacts = z.object({
  name: z.string(),
  environment: z.string(),
  demo: z.boolean(),
  systems: z.array(z.object({ name: z.string(), title: z.string() })),
  dashboards: z.array(z.object({ uid: z.string(), title: z.string() })),
  alerts: z.array(alertFacts),
})
export type StackFacts = z.infer<typeof stackFacts>

/** What is known of the stack, and its text for browsers; a console without a stack is a bare inbox. */
export async function readStackFacts(path: string | undefined): Promise<{ facts: StackFacts; text: string }> {
  if (path === undefined) return { facts: nothing, text: JSON.stringify({ ...nothing, urls: {} }) }
  const text = await readFile(path, 'utf8')
  return { facts: stackFacts.parse(JSON.parse(text)), text }
}

const nothing: StackFacts = {
  name: 'Belfry',
  environment: 'local',
  demo: false,
  systems: [],
  dashboards: [],
  alerts: [],
}
