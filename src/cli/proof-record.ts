import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keepForLater } from './keep-for-later.ts'

/** What was shown last of each alert. */
export interface Proofs {
  readonly cases: { readonly cases: number; readonly failed: number }
  readonly mutation: { readonly killed: number; readonly survived: number; readonly score: number }
  /** Seconds; `null` when it did not come to that. */
  readonly drills: { readonly outcome: string; readonly detection: number | null; readonly delivery: number | null }
}

/** Keeps what a run has shown in the state folder, where the console reads it; alerts that it left out keep what they had. */
export async function recordProof<K extends keyof Proofs>(
  stateDir: string,
  kind: K,
  alerts: ReadonlyMap<string, Proofs[K]>,
): Promise<void> {
  const folder = join(stateDir, 'proof')
  const path = join(folder, `${kind}.json`)
  const known = await readFile(path, 'utf8').then(alertsOf, () => ({}))
  const at = new Date().toISOString()
  const added = Object.fromEntries([...alerts].map(([name, proof]) => [name, { at, ...proof }]))
  await keepForLater('what was shown', async () => {
    await mkdir(folder, { recursive: true })
    const draft = `${path}.${process.pid}`
    await writeFile(draft, `${JSON.stringify({ alerts: { ...known, ...added } }, null, 1)}\n`)
    await rename(draft, path)
  })
}

/** A file that was cut off is begun anew. */
function alertsOf(text: string): object {
  try {
    const { alerts } = JSON.parse(text) as { alerts?: object }
    return alerts ?? {}
  } catch {
    return {}
  }
}
