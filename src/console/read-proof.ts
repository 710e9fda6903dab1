import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from '../errors/zod.ts'

const at = z.string()
const files = {
  cases: z.record(z.string(), z.object({ at, cases: z.int(), failed: z.int() })),
  mutation: z.record(z.string(), z.object({ at, killed: z.int(), survived: z.int(), score: z.number() })),
  drills: z.record(
    z.string(),
    z.object({ at, outcome: z.string(), detection: z.number().nullable(), delivery: z.number().nullable() }),
  ),
}
type Files = typeof files

/** What was shown last of each alert, by its name. */
export type Proof = { readonly [K in keyof Files]: z.infer<Files[K]> }

/** Reads what tests, mutations and drills have left; what is not there or not understood is not shown. */
export async function readProof(proofDir: string | undefined): Promise<Proof> {
  const [cases, mutation, drills] = await Promise.all([
    read(proofDir, 'cases', files.cases),
    read(proofDir, 'mutation', files.mutation),
    read(proofDir, 'drills', files.drills),
  ])
  return { cases, mutation, drills }
}

async function read<T>(
  proofDir: string | undefined,
  name: string,
  schema: z.ZodType<Record<string, T>>,
): Promise<Record<string, T>> {
  if (proofDir === undefined) return {}
  const text = await readFile(join(proofDir, `${name}.json`), 'utf8').catch(() => '')
  try {
    return z.object({ alerts: schema }).parse(JSON.parse(text)).alerts
  } catch {
    return {}
  }
}
