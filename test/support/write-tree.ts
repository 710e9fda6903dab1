import { BelfryError } from '../../src/errors/belfry-error.ts'
import { type Artifact, artifact } from '../../src/model/artifact.ts'
import { applyWrite } from '../../src/outputs/apply-write.ts'
import { planWrite } from '../../src/outputs/plan-write.ts'

/** One of two trees of a hundred files: some files they share, some differ, some only one of them has. */
export function largeTree(which: 'old' | 'new'): readonly Artifact[] {
  const same = range(30).map((n) => artifact(`rendered/same/${n}.yml`, `same: ${n}\n`))
  const changed = range(50).map((n) => artifact(`rendered/changed/${n % 5}/${n}.yml`, `${which}: ${n}\n`.repeat(100)))
  const own = range(20).map((n) => artifact(`rendered/${which}/${n}.yml`, `own: ${n}\n`))
  const swapped = artifact(which === 'old' ? 'rendered/swapped' : 'rendered/swapped/file', `${which}\n`)
  return [artifact('docker-compose.yml', `name: ${which}\n`), ...same, ...changed, ...own, swapped]
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

// As a program: writes the named tree into the named folder.
const [outDir, which] = process.argv.slice(2)
if (outDir !== undefined && (which === 'old' || which === 'new')) {
  try {
    await applyWrite(await planWrite(outDir, largeTree(which)))
  } catch (error) {
    process.stderr.write(`${error instanceof BelfryError ? error.code : ''} ${String(error)}\n`)
    process.exitCode = 1
  }
}
