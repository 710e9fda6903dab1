import { countText } from '../../checks/report-text.ts'
import { type CiOptions, type CiResult, runCi } from '../ci-steps.ts'
import { openStack } from '../open-stack.ts'
import { result, resultJson, talk } from '../output.ts'
import { ProblemsFound } from '../report-error.ts'
import { formatReport } from '../report-format.ts'
import { table } from '../table.ts'

export interface CiCommandOptions extends CiOptions {
  readonly stack: string
  readonly json?: boolean
}

/** Runs everything that can be proven without a running stack, and says all that is wrong. */
export async function ci(options: CiCommandOptions): Promise<void> {
  const results = await runCi(await openStack(options), options, ({ step, problems, skipped }) =>
    talk(`${step}: ${skipped ? 'left out' : problems.length === 0 ? 'ok' : countText(problems)}`),
  )
  const problems = results.flatMap((one) => one.problems)
  const isBroken = problems.some(({ severity }) => severity === 'error')
  if (options.json === true) resultJson({ ok: !isBroken, steps: results })
  else {
    if (problems.length > 0) result(formatReport('text', problems, ''))
    // Annotations are commands among the output: GitHub reads them from it.
    if (problems.length > 0 && process.env.GITHUB_ACTIONS === 'true') result(formatReport('github', problems, ''))
    result(summaryOf(results))
  }
  if (isBroken) throw new ProblemsFound()
}

function summaryOf(results: readonly CiResult[]): string {
  const rows = results.map(({ step, problems, skipped, detail, seconds }) => [
    step,
    skipped ? 'left out' : problems.length === 0 ? 'ok' : countText(problems),
    seconds === 0 ? '' : `${seconds.toFixed(1)} s`,
    detail,
  ])
  return table([['STEP', 'RESULT', 'TIME', ''], ...rows])
}
