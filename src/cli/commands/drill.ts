import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { DrillReport } from '../../drills/result.ts'
import { BelfryError, exitCodes } from '../../errors/belfry-error.ts'
import { suggestHint } from '../../errors/suggest.ts'
import type { LoadedStack } from '../../loader/load-stack.ts'
import type { DrillSpec } from '../../spec/drills.ts'
import { type EnvironmentName, environmentNames } from '../../spec/environment.ts'
import { drillDeliveries } from '../drill-deliveries.ts'
import { drillFaults } from '../drill-faults.ts'
import { drillReports, type ReportOptions } from '../drill-reports.ts'
import { environmentNamed } from '../environment-named.ts'
import { removeAbandoned } from '../isolated-stack.ts'
import { openStack } from '../open-stack.ts'
import { result, resultJson, talk } from '../output.ts'
import { type Proofs, recordProof } from '../proof-record.ts'
import { ProblemsFound } from '../report-error.ts'
import { runningStack } from '../running-stack.ts'
import { table } from '../table.ts'
import { withInterrupt } from '../with-interrupt.ts'

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

const partNames = ['faults', 'deliveries', 'watchdog'] as const

/** Breaks things on purpose, sends every alert to sinks, and proves that somebody is told. */
export async function drill(options: DrillCommandOptions, named: readonly string[]): Promise<void> {
  const stateDir = resolve(options.state)
  const running = options.isolated === true ? null : await runningStack(options)
  const environment = running?.state.environment ?? environmentNamed(options.env)
  const stack = await openStack(options)
  const only = options.only ?? []
  const drills = chosen(drillsOf(stack, environment), only)
  if (options.list === true) return list(drills, options)
  const parts = partsOf(named, only)
  if (parts.has('faults') && running !== null && environment === 'production' && options.yesProduction !== true) {
    throw new BelfryError('BAD_OPTION', 'production runs from this folder, and a drill breaks it', {
      hint: 'Say --yes-production when that is what you want, or --isolated for a stack of its own.',
    })
  }
  await removeAbandoned(stateDir)
  const run = randomUUID().slice(0, 8)
  const began = Date.now()
  const report = await withInterrupt(async (signal): Promise<DrillReport> => {
    signal.addEventListener('abort', () => talk('interrupted; mending what is broken'))
    const say = (name: string, text: string) => talk(`${seconds(began)}  ${name}: ${text}`)
    const common = { stack, stateDir, run, fetch: options.offline !== true, say, signal }
    const reached = parts.has('deliveries')
      ? remoteEnvironments
      : parts.has('watchdog')
        ? (['production'] as const)
        : []
    const [faults, ...deliveries] = await settle([
      parts.has('faults') ? drillFaults({ ...common, running, environment, drills }) : null,
      ...reached.map((one) =>
        drillDeliveries({ ...common, environment: one, watchdog: parts.has('watchdog') && one === 'production' }),
      ),
    ] as const)
    return { run, faults, deliveries }
  })
  await recordProof(stateDir, 'drills', proofsOf(report))
  await drillReports(report, options)
  if (report.faults?.drills.some(({ outcome }) => outcome === 'interrupted') === true)
    process.exitCode = exitCodes.interrupted
  else if (!passes(report)) throw new ProblemsFound()
}

/** Where people are told; the inbox of the local stack is part of each fault. */
const remoteEnvironments = environmentNames.filter((name) => name !== 'local')

function partsOf(named: readonly string[], only: readonly string[]): ReadonlySet<string> {
  for (const name of named) {
    if (!partNames.some((one) => one === name))
      throw new BelfryError('BAD_OPTION', `there is no part ${name} of a drill`, { hint: suggestHint(name, partNames) })
  }
  return new Set(named.length > 0 ? named : only.length > 0 ? ['faults'] : partNames)
}

/** Waits for all, so that each can clean up; then the first failure counts. */
async function settle<T extends readonly unknown[]>(works: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works)
  return Promise.all(works)
}

function passes({ faults, deliveries }: DrillReport): boolean {
  const isFine = (outcome: string): boolean => outcome === 'passed' || outcome === 'skipped'
  return (
    (faults === null || (faults.broken.length === 0 && faults.drills.every(({ outcome }) => isFine(outcome)))) &&
    deliveries.every(
      ({ faults: wrong, resolved, watchdog }) =>
        wrong.length === 0 && resolved.arrived === resolved.expected && (watchdog?.fault ?? '') === '',
    )
  )
}

/** Of several drills that expect one alert, the worst counts. */
function proofsOf({ faults }: DrillReport): ReadonlyMap<string, Proofs['drills']> {
  const proofs = new Map<string, Proofs['drills']>()
  for (const { alert, outcome, measures } of faults?.drills ?? []) {
    const known = proofs.get(alert)
    if (outcome === 'interrupted' || (known !== undefined && known.outcome !== 'passed')) continue
    const { detection, delivery } = measures
    proofs.set(alert, { outcome, detection: detection.seconds, delivery: delivery.seconds })
  }
  return proofs
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

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(8)
}
