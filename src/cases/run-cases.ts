import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '../engines/program.ts'
import { testPrometheusRules } from '../engines/promtool.ts'
import type { Problem } from '../errors/problem.ts'
import type { AlertCase } from './alert-case.ts'
import { caseFailed, describeFailure } from './describe-failure.ts'
import { type CaseFailure, readFailures } from './read-failures.ts'
import { byAlert, renderCases, testPath } from './render-cases.ts'
import { shareCases } from './share-cases.ts'

export interface CaseRun {
  readonly problems: readonly Problem[]
  /** Ids of the cases that failed. */
  readonly failed: ReadonlySet<string>
}

/** Has promtool evaluate all cases, in a process for each processor; its files are gone afterwards. */
export async function runCases(
  promtool: Program,
  cases: readonly AlertCase[],
  signal?: AbortSignal,
  processes = availableParallelism(),
): Promise<CaseRun> {
  const runs = await Promise.all(shareCases(cases, processes).map((share) => runShare(promtool, share, signal)))
  return {
    problems: runs.flatMap(({ problems }) => problems),
    failed: new Set(runs.flatMap(({ failed }) => [...failed])),
  }
}

async function runShare(promtool: Program, cases: readonly AlertCase[], signal?: AbortSignal): Promise<CaseRun> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-cases-'))
  try {
    for (const { path, content } of renderCases(cases)) await writeFile(join(folder, path), content)
    const paths = [...byAlert(cases).keys()].map(testPath)
    // Its databases are made in the folder, and with more garbage it is done earlier.
    const env = { TMPDIR: folder, GOGC: '400' }
    const { exitCode, stderr } = await testPrometheusRules({ promtool, folder, env }, paths, signal)
    return exitCode === 0 ? { problems: [], failed: new Set() } : describe(cases, stderr)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function describe(cases: readonly AlertCase[], stderr: string): CaseRun {
  const { failures, faults } = readFailures(stderr)
  const byId = new Map(cases.map((one) => [one.id, one]))
  const known = failures.flatMap((failure): (readonly [AlertCase, CaseFailure])[] => {
    const one = byId.get(failure.id)
    return one === undefined ? [] : [[one, failure]]
  })
  const told = known.map(([one, failure]) => describeFailure(one, failure))
  const others = faults.length > 0 || told.length === 0 ? [refusal(faults.join('\n') || stderr.trim())] : []
  return { problems: [...told, ...others], failed: new Set(known.map(([one]) => one.id)) }
}

function refusal(text: string): Problem {
  return {
    id: caseFailed,
    severity: 'error',
    message: 'promtool could not run the cases',
    hint: text,
    path: 'cases',
    place: null,
  }
}
