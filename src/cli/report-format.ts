import { styleText } from 'node:util'
import { reportGithub } from '../checks/report-github.ts'
import { reportJson } from '../checks/report-json.ts'
import { reportSarif } from '../checks/report-sarif.ts'
import { countText, type ReportPart, reportText } from '../checks/report-text.ts'
import type { Problem } from '../errors/problem.ts'
import { checkPage, checkPageUrl } from './check-pages.ts'
import type { ReportFormat } from './report-formats.ts'

declare const BELFRY_VERSION: string

/**
 * Problems in a format.
 *
 * @param scope - what was checked, for the line that stands in place of a text without problems.
 */
export function formatReport(format: ReportFormat, problems: readonly Problem[], scope: string): string {
  switch (format) {
    case 'json':
      return reportJson(problems)
    case 'sarif':
      return reportSarif(problems, { version: BELFRY_VERSION, page: checkPage, pageUrl: checkPageUrl })
    case 'github':
      return reportGithub(problems)
    case 'text':
      if (problems.length === 0) return `${scope}: ${countText(problems)}\n`
      return reportText(problems, {
        ...(isColored() ? { paint } : {}),
        width: Math.max(40, (process.stdout.columns ?? 110) - 10),
      })
  }
}

const styles: Readonly<Record<ReportPart, Parameters<typeof styleText>[0]>> = {
  place: 'bold',
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  message: 'bold',
  id: 'dim',
  gutter: 'dim',
  caret: 'red',
  hint: 'cyan',
}

function paint(part: ReportPart, text: string): string {
  return styleText(styles[part], text)
}

/** On a terminal, unless NO_COLOR is set to anything; see no-color.org. */
function isColored(): boolean {
  return process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === ''
}
