import { readFile } from 'node:fs/promises'
import * as z from '../errors/zod.ts'

/** The part of `stack.json` that pages are made of; browsers get the whole of it. */
const stackFacts = z.object({
  name: z.string(),
  environment: z.string(),
  demo: z.boolean(),
  dashboards: z.array(z.object({ uid: z.string(), title: z.string() })),
})
export type StackFacts = z.infer<typeof stackFacts>

/** What is known of the stack, and its text for browsers; a console without a stack is a bare inbox. */
export async function readStackFacts(path: string | undefined): Promise<{ facts: StackFacts; text: string }> {
  const text = path === undefined ? JSON.stringify(nothing) : await readFile(path, 'utf8')
  return { facts: stackFacts.parse(JSON.parse(text)), text }
}

const nothing = {
  name: 'Belfry',
  environment: 'local',
  demo: false,
  urls: {},
  systems: [],
  dashboards: [],
  alerts: [],
}
