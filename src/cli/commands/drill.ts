import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { budgetsOf } from '../../checks/alert-budgets.ts'
import { withDrillLabel } from '../../drills/drill-label.ts'
import type { DrillStack } from '../../drills/drill-stack.ts'
import type { FaultReport } from '../../drills/result.ts'
import { runFaults } from '../../drills/run-faults.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { suggestHint } from '../../errors/suggest.ts'
import type { LoadedStack } from '../../loader/load-stack.ts'
import type { Artifact } from '../../model/artifact.ts'
import { prometheusConfigPath } from '../../model/names.ts'
import type { DrillSpec } from '../../spec/drills.ts'
import type { EnvironmentName } from '../../spec/environment.ts'
import { drillReports, type ReportOptions } from '../drill-reports.ts'
import { environmentNamed } from '../environment-named.ts'
import { removeAbandoned, startIsolated } from '../isolated-stack.ts'
import { mendLeftovers } from '../mend-leftovers.ts'
import { openStack } from '../open-stack.ts'
import { result, resultJson, talk } from '../output.ts'
import { runningStack } from '../running-stack.ts'
import { table } from '../table.ts'

export interface DrillCommandOptions extends ReportOptions {
  readonly stack: string
  readonly env: string
  readonly state: string
  readonly only?: readonly string[]
  readonly list?: boolean
  readonly isolated?: boolean
  readonly yesProduction?: boolean
  readonly offline?: boolean
}

/** Breaks things on purpose, and proves that somebody is told. */
export async function drill(options: DrillCommandOptions): Promise<void> {
  const stateDir = resolve(options.state)
  const running = options.isolated === true ? null : await runningStack(options)
  const environment = running?.state.environment ?? environmentNamed(options.env)
  const stack = await openStack(options)
  const drills = chosen(drillsOf(stack, environment), options.only ?? [])
  if (options.list === true) return list(drills, options)
  if (running !== null && environment === 'production' && options.yesProduction !== true) {
    throw new BelfryError('BAD_OPTION', 'production runs from this folder, and a drill breaks it', {
      hint: 'Say --yes-production when that is what you want, or --isolated for a stack of its own.',
    })
  }
  await removeAbandoned(stateDir)
  const run = randomUUID().slice(0, 8)
  const interrupted = new AbortController()
  const interrupt = () => {
    if (!interrupted.signal.aborted) talk('interrupted; mending what is broken')
    interrupted.abort(new Error('interrupted'))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, interrupt)
  try {
    const began = Date.now()
    const say = (name: string, text: string) => talk(`${seconds(began)}  ${name.padEnd(longest(drills))}  ${text}`)
    const perform = (target: DrillStack, isolated: boolean): Promise<FaultReport> => {
      const budgets = new Map(budgetsOf(target.model).map((budget) => [budget.alert.name, budget]))
      return runFaults({ stack: target, drills, budgets, run, isolated, say, signal: interrupted.signal })
    }
    let report: FaultReport
    if (running !== null) {
      await mendLeftovers(stateDir, running.driver)
      const { driver, model, state } = running
      report = await perform({ driver, model, stateDir, outDir: state.outDir }, false)
    } else {
      talk('starting a stack of its own')
      const request = {
        stack,
        environment,
        stateDir,
        run,
        fetch: options.offline !== true,
        edit: labelled(drills, run),
      }
      const isolated = await startIsolated(request, (text) => talk(`  ${text}`), interrupted.signal)
      try {
        const { driver, model, outDir } = isolated.prepared
        report = await perform({ driver, model, stateDir: isolated.stateDir, outDir }, true)
      } finally {
        talk('removing the stack')
        await isolated.remove()
      }
    }
    await drillReports(report, options)
    if (report.drills.some(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped')) process.exitCode = 1
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}

function drillsOf({ spec }: LoadedStack, environment: EnvironmentName): readonly DrillSpec[] {
  const values = spec.environments[environment]
  return spec.drills(values, { environment, runs: (engine) => values.engines?.[engine]?.enabled !== false })
}

function chosen(drills: readonly DrillSpec[], only: readonly string[]): readonly DrillSpec[] {
  const names = drills.map(({ name }) => name)
  for (const name of only) {
    if (!names.includes(name))
      throw new BelfryError('BAD_OPTION', `there is no drill ${name}`, { hint: suggestHint(name, names) })
  }
  return only.length === 0 ? drills : drills.filter(({ name }) => only.includes(name))
}

function list(drills: readonly DrillSpec[], { json }: ReportOptions): void {
  if (json === true) resultJson(drills.map(({ name, title, expects, fault }) => ({ name, title, expects, fault })))
  else {
    const head = ['DRILL', 'ALERT', 'WHAT HAPPENS']
    result(table([head, ...drills.map(({ name, title, expects }) => [name, expects.alert, title])]))
  }
}

function labelled(drills: readonly DrillSpec[], run: string): (artifact: Artifact) => Artifact {
  return (artifact) =>
    artifact.path === prometheusConfigPath
      ? { ...artifact, content: withDrillLabel(artifact.content, drills, run) }
      : artifact
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(8)
}

function longest(drills: readonly DrillSpec[]): number {
  return Math.max(...drills.map(({ name }) => name.length))
}
