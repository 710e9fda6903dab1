import { resolve } from 'node:path'
import { budgetsOf } from '../checks/alert-budgets.ts'
import { distinctProblems } from '../checks/distinct-problems.ts'
import type { Problem } from '../errors/problem.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { Model } from '../model/model.ts'
import { checkTree } from '../outputs/check-tree.ts'
import { renderAll } from '../renderers/renderers.ts'
import { type EnvironmentName, environmentNames } from '../spec/environment.ts'
import { verdictOf } from './budget-text.ts'
import { engineProblems } from './engine-problems.ts'
import { examine } from './open-stack.ts'
import { testAlerts } from './test-alerts.ts'

export interface CiOptions {
  readonly offline?: boolean
  readonly strict?: boolean
}

/** What one step found. */
export interface CiResult {
  readonly step: string
  readonly problems: readonly Problem[]
  /** What it looked at, in a few words; why it was left out. */
  readonly detail: string
  readonly skipped: boolean
  readonly seconds: number
}

/** Runs every check there is, the cheapest first. Each is told of when it ends; a fault of the spec leaves out what would only repeat it. */
export async function runCi(
  stack: LoadedStack,
  options: CiOptions,
  tell: (result: CiResult) => void,
): Promise<readonly CiResult[]> {
  const results: CiResult[] = []
  const add = (result: CiResult): void => {
    results.push(result)
    tell(result)
  }
  const begin = performance.now()
  const { models, problems } = await examineAll(stack)
  const seconds = (performance.now() - begin) / 1000
  const own = (step: string, isOwn: (id: string) => boolean, detail: string): CiResult => ({
    step,
    problems: problems.filter(({ id }) => isOwn(id)),
    detail,
    skipped: false,
    seconds: step === 'checks' ? seconds : 0,
  })
  add(
    own(
      'checks',
      (id) => !isRouting(id) && id !== 'alert-budget',
      [...models.keys()].join(', ') || 'the spec does not resolve',
    ),
  )
  if (models.size > 0) {
    add(own('routes', isRouting, routesDetail(models)))
    add(own('budget', (id) => id === 'alert-budget', budgetDetail(models)))
  }
  const isSound = problems.every(({ severity }) => severity !== 'error')
  const step = async (name: string, run: () => Promise<Pick<CiResult, 'problems' | 'detail'>>, wanted: boolean) => {
    const from = performance.now()
    const found = wanted ? await run() : { problems: [], detail: 'left out: the spec has errors' }
    add({ step: name, ...found, skipped: !wanted, seconds: (performance.now() - from) / 1000 })
  }
  await step('rendered files', () => renderedFiles(models), isSound)
  await step("engines' checkers", () => checkers(stack, options), isSound)
  await step('alert tests', () => alertTests(stack, options), models.has('local'))
  return results
}

async function examineAll(stack: LoadedStack) {
  const models = new Map<EnvironmentName, Model>()
  const found = new Map<string, readonly Problem[]>()
  for (const environment of environmentNames) {
    const { model, problems } = await examine(stack, environment, { kind: 'compose' })
    if (model !== null) models.set(environment, model)
    found.set(environment, problems)
  }
  return { models, problems: distinctProblems(found) }
}

function isRouting(id: string): boolean {
  return /^(route|receiver|inhibition)-/.test(id)
}

function routesDetail(models: ReadonlyMap<EnvironmentName, Model>): string {
  const expectations = [...models.values()].map(({ alertmanager }) => alertmanager.expectations.length)
  return `${expectations.join(' + ')} expectations`
}

function budgetDetail(models: ReadonlyMap<EnvironmentName, Model>): string {
  const budgets = [...models.values()].flatMap((model) => budgetsOf(model))
  const count = (verdict: string) => budgets.filter((budget) => verdictOf(budget) === verdict).length
  return `${count('holds')} hold, ${count('reason')} say why they wait longer, ${count('late')} late`
}

async function renderedFiles(models: ReadonlyMap<EnvironmentName, Model>) {
  const model = models.get('local')
  const artifacts = model === undefined ? [] : renderAll(model)
  return { problems: await checkTree(resolve('.'), artifacts), detail: `${artifacts.length} files of local` }
}

async function alertTests(stack: LoadedStack, options: CiOptions) {
  const { problems, summary } = await testAlerts(stack, 'local', { ...options, coverage: true })
  return { problems, detail: summary }
}

async function checkers(stack: LoadedStack, options: CiOptions) {
  const problems: Problem[] = []
  for (const environment of environmentNames) problems.push(...(await engineProblems(stack, environment, options)))
  return { problems, detail: environmentNames.join(', ') }
}
