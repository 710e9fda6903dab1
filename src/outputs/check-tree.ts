import type { Problem } from '../errors/problem.ts'
import type { Artifact } from '../model/artifact.ts'
import { manifestPath } from '../model/names.ts'
import { compareTree } from './compare-tree.ts'
import { outputFailure } from './output-failure.ts'
import { finishPending, resolveFolder } from './plan-write.ts'

const generate = 'Generate again and commit the result.'

/** How a folder drifted from its artifacts; empty when generating would change nothing. */
export async function checkTree(outDir: string, artifacts: readonly Artifact[]): Promise<readonly Problem[]> {
  const folder = resolveFolder(outDir)
  try {
    await finishPending(folder)
    const tree = compareTree(folder, artifacts)
    const drift = [
      ...tree.create.map((path) => problem(path, 'is missing', generate)),
      ...tree.update.map((path) => problem(path, 'is not what the spec renders now', generate)),
      ...tree.remove.map((path) => problem(path, 'is no longer rendered', generate)),
      ...tree.edited.map((path) => problem(path, 'was edited after Belfry wrote it', 'Change the spec instead.')),
      ...tree.added.map((path) => problem(path, 'was not written by Belfry', 'Move it elsewhere.')),
      ...tree.blocked.map(({ path, what }) => problem(path, `is ${what}, and in the way`, 'Remove it.')),
    ]
    if (drift.length > 0 || tree.manifest.upToDate) return drift
    return [problem(manifestPath, 'does not fit the files', generate)]
  } catch (error) {
    throw outputFailure(folder, error)
  }
}

function problem(path: string, fault: string, hint: string): Problem {
  return { id: 'output-drift', severity: 'error', message: `${path} ${fault}.`, hint, path, place: null }
}
