import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Step } from '../../drivers/driver.ts'
import { withLock } from '../../drivers/lock.ts'
import type { LoadedStack } from '../../loader/load-stack.ts'
import { applyWrite } from '../../outputs/apply-write.ts'
import { planWrite } from '../../outputs/plan-write.ts'
import { renderAll } from '../../renderers/renderers.ts'
import type { EnvironmentName } from '../../spec/environment.ts'
import type { DriverName } from '../choose-driver.ts'
import { demoHistory } from '../demo-history.ts'
import { describeStack } from '../describe-stack.ts'
import { engineReports } from '../engine-checks.ts'
import { environmentNamed } from '../environment-named.ts'
import { mendLeftovers } from '../mend-leftovers.ts'
import { openStack } from '../open-stack.ts'
import { result, resultJson, talk } from '../output.ts'
import { type PreparedStack, prepareStack } from '../prepare-stack.ts'
import { Interrupted, ProblemsFound } from '../report-error.ts'
import { readRunState, removeRunState, writeRunState } from '../run-state.ts'
import { runSteps } from '../run-steps.ts'
import { runningEngines } from '../running-stack.ts'
import { waitForTargets } from '../wait-for-targets.ts'

export interface UpOptions {
  readonly stack: string
  readonly env: string
  readonly driver: DriverName | 'auto'
  readonly state: string
  readonly portOffset?: number
  readonly offline?: boolean
  readonly force?: boolean
  /** Whether a demo begins with a day of made-up data. @default true */
  readonly history?: boolean
  readonly json?: boolean
}

/** Starts the stack, or brings a running one to what the spec says now. */
export async function up(options: UpOptions): Promise<void> {
  const environment = environmentNamed(options.env)
  const stateDir = resolve(options.state)
  const stack = await openStack(options)
  await mkdir(stateDir, { recursive: true, mode: 0o755 })
  await withLock(stateDir, 'belfry up', () => bringUp(options, environment, stack, stateDir))
}

async function bringUp(
  options: UpOptions,
  environment: EnvironmentName,
  stack: LoadedStack,
  stateDir: string,
): Promise<void> {
  const running = await readRunState(stateDir)
  await mendLeftovers(stateDir, async () => (await runningEngines(options))?.driver ?? null)
  const portOffset = options.portOffset ?? running?.portOffset ?? 0

  let prepared: PreparedStack | undefined
  let changed: readonly string[] = []
  const ready = (): PreparedStack => {
    if (prepared === undefined) throw new Error('steps ran out of order')
    return prepared
  }
  await runSteps([
    {
      title: 'Choose how to run, find the engines',
      async run(report, signal) {
        const fetch = options.offline !== true
        prepared = await prepareStack(
          { stack, environment, stateDir, driver: options.driver, portOffset, fetch, running },
          report,
          signal,
        )
        return prepared.driver.name
      },
    },
    {
      title: 'Render and validate',
      async run(report, signal) {
        const { model, outDir, programs, changes } = ready()
        const plan = await planWrite(outDir, renderAll(model))
        if (plan.upToDate) return 'nothing has changed'
        report("asking the engines' own checkers")
        const reports = await engineReports(stack, environment, programs, signal, changes)
        const problems = reports.flatMap((one) => one.problems)
        if (problems.length > 0) throw new ProblemsFound(problems)
        await applyWrite(plan, { force: options.force ?? false })
        changed = [...plan.create, ...plan.update, ...plan.remove]
        const skipped = reports.filter((one) => one.skipped !== '').map((one) => one.checker)
        const missing = skipped.length === 0 ? '' : `; skipped: ${skipped.join(', ')}`
        return `${changed.length} files written${missing}`
      },
    },
  ])

  const { driver, model, outDir, skipped } = ready()
  const prometheusPort = model.engines.prometheus.port
  const state = { driver: driver.name, environment, portOffset, prometheusPort, outDir, skipped }
  await writeRunState(stateDir, state)
  const past = options.history !== false && model.demo
  const backfill = past ? { backfill: demoHistory(model, stateDir) } : {}
  const steps: readonly Step[] = driver.up({ model, outDir, changed, ...backfill })
  try {
    await runSteps(steps)
  } catch (error) {
    // Natively, what a failed start began is stopped again, so nothing runs from this folder.
    if (running === null && driver.name === 'native') await removeRunState(stateDir)
    throw error
  }
  if (driver.name !== 'fake')
    await runSteps([waitForTargets(model)]).catch((error: unknown) => {
      if (error instanceof Interrupted) talk('The stack goes on running; `belfry down` stops it.')
      throw error
    })

  const description = await describeStack(driver, state)
  if (options.json === true) resultJson(description.json)
  else result(description.text)
}
