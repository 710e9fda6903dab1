import { checks } from '../checks/checks.ts'
import { runQueryChecks } from '../checks/run-checks.ts'
import { subjectsOfForeign } from '../checks/subjects-of-foreign.ts'
import { foreignWorld } from '../checks/world.ts'
import type { Problem } from '../errors/problem.ts'
import { readDashboardFile } from '../foreign/dashboard-file.ts'
import { readRuleFile } from '../foreign/rule-file.ts'
import { foreignCatalog } from './foreign-catalog.ts'
import { type NamedFile, readForeignFiles } from './foreign-files.ts'
import type { ForeignOptions } from './foreign-options.ts'

export interface ForeignReport {
  readonly problems: readonly Problem[]
  /** What was looked at and what was left out, in words. */
  readonly scope: string
}

/** Checks rule files and dashboards that somebody wrote without Belfry. */
export async function checkForeign({ rules = [], dashboards = [], catalog }: ForeignOptions): Promise<ForeignReport> {
  const [ruleTexts, dashboardTexts] = await Promise.all([
    readForeignFiles('--rules', rules, ['.yml', '.yaml', '.json']),
    readForeignFiles('--dashboards', dashboards, ['.json']),
  ])
  const readRules = ruleTexts.map((file) => ({ file, ...readRuleFile(file.name, file.text) }))
  const readDashboards = dashboardTexts.map((file) => ({ file, ...readDashboardFile(file.name, file.text) }))
  const wantedRules = readRules.filter(({ file, isRuleFile }) => file.isNamed || isRuleFile)
  const wantedDashboards = readDashboards.filter(({ file, isDashboard }) => file.isNamed || isDashboard)
  const groups = wantedRules.flatMap((read) => read.groups)
  const shown = wantedDashboards.flatMap((read) => read.dashboards)
  const subjects = subjectsOfForeign(groups, shown)
  const texts = [...ruleTexts, ...dashboardTexts]
  const known = catalog === undefined ? null : await foreignCatalog(catalog, (name) => isMentioned(texts, name))
  const found = runQueryChecks(
    subjects,
    foreignWorld(known),
    checks.filter((check) => check.kind !== undefined),
  )
  const others = shown.reduce((total, { leftOut }) => total + leftOut.targets, 0)
  const library = shown.reduce((total, { leftOut }) => total + leftOut.libraryPanels, 0)
  const unread = readRules.length + readDashboards.length - wantedRules.length - wantedDashboards.length
  const counts = [
    count(groups.flatMap((group) => group.rules).length, 'rule'),
    count(shown.length, 'dashboard'),
    count(subjects.queries.length, 'query', 'queries'),
  ]
  const leftOut = [
    ...(others > 0 ? [`${count(others, 'target')} of other data sources`] : []),
    ...(library > 0 ? [`${count(library, 'library panel')}`] : []),
    ...(unread > 0 ? [`${count(unread, 'file')} of another kind`] : []),
  ]
  return {
    problems: [...[...wantedRules, ...wantedDashboards].flatMap((read) => read.problems), ...found],
    scope: [
      counts.join(', '),
      ...(leftOut.length === 0 ? [] : [`left out: ${leftOut.join(', ')}`]),
      ...(known === null ? ['without --catalog any metric may exist'] : []),
    ].join('; '),
  }
}

function isMentioned(files: readonly NamedFile[], name: string): boolean {
  return files.some(({ text }) => text.includes(name))
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
