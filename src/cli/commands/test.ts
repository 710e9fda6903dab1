import { reportJson } from '../../checks/report-json.ts'
import { environmentNamed } from '../environment-named.ts'
import { openStack } from '../open-stack.ts'
import { result, talk } from '../output.ts'
import { recordProof } from '../proof-record.ts'
import { ProblemsFound } from '../report-error.ts'
import { formatReport } from '../report-format.ts'
import type { ReportFormat } from '../report-formats.ts'
import { testAlerts } from '../test-alerts.ts'

export interface TestOptions {
  readonly stack: string
  readonly env: string
  readonly format: ReportFormat
  readonly json?: boolean
  readonly coverage?: boolean
  readonly boundaries?: boolean
  readonly offline?: boolean
  readonly state: string
}

/** Runs the cases of alerts; none named is all. */
export async function test(options: TestOptions, names: readonly string[]): Promise<void> {
  const environment = environmentNamed(options.env)
  const { problems, cases, underived, proofs, summary } = await testAlerts(await openStack(options), environment, {
    ...options,
    names,
  })
  talk(summary)
  await recordProof(options.state, 'cases', proofs)
  if (options.boundaries === true)
    for (const { alert, boundary, reason } of underived) talk(`  ${alert}: ${boundary}: ${reason}`)
  if (options.json === true || options.format === 'json') result(reportJson(problems, { cases, underived, summary }))
  else result(formatReport(options.format, problems, `${cases} cases`))
  if (problems.length > 0) throw new ProblemsFound()
}
