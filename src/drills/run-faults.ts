import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { prometheusClient } from '../live/prometheus.ts'
import type { AlertBudget } from '../model/budget/alert-budget.ts'
import { prometheusConfigPath } from '../model/names.ts'
import type { DrillSpec } from '../spec/drills.ts'
import { boundsOf, type DrillBounds } from './bounds.ts'
import { onDiskOf } from './disk.ts'
import { alertsOf, withDrillLabel } from './drill-label.ts'
import type { DrillStack } from './drill-stack.ts'
import { urlOf } from './faults.ts'
import { type Journal, openJournal } from './journal.ts'
import { unrun } from './judge.ts'
import type { DrillResult, FaultReport } from './result.ts'
import { describeFault, isExpected, obstacleTo, runDrill } from './run-drill.ts'
import { runSchedule } from './schedule.ts'
import { rememberFile, runUndos } from './undo.ts'
import { startWatch } from './watch.ts'

export interface FaultRun {
  readonly stack: DrillStack
  readonly drills: readonly DrillSpec[]
  /** By the name of the alert. */
  readonly budgets: ReadonlyMap<string, AlertBudget>
  /** Value of the label `drill`. */
  readonly run: string
  /** Whether the stack was started for this run, its alerts labelled from the start. */
  readonly isolated: boolean
  readonly say: (drill: string, text: string) => void
  readonly signal: AbortSignal
}

/** Makes the faults in a running stack, one after another or side by side, and mends all of them. */
export async function runFaults(request: FaultRun): Promise<FaultReport> {
  const { stack, budgets, run, isolated, say, signal } = request
  const drills = onDiskOf(stack.stateDir, request.drills)
  const startedAt = Date.now()
  const boundsFor = (drill: DrillSpec): DrillBounds => {
    const budget = budgets.get(drill.expects.alert)
    if (budget === undefined) throw new Error(`${drill.expects.alert} has no time budget`)
    return boundsOf(drill, budget, stack.model)
  }
  const able = drills.filter((drill) => obstacleTo(drill, stack.model) === '')
  const journal = await openJournal(stack.stateDir)
  let results: readonly DrillResult[] = []
  let others: readonly string[] = []
  try {
    if (!isolated) await labelAlerts(stack, drills, run, journal)
    const watch = await startWatch(stack)
    try {
      results = await runSchedule(able, async (drill, told) => {
        const bounds = boundsFor(drill)
        if (signal.aborted) return unrun(drill, describeFault(drill.fault), bounds, 'interrupted', 'not begun')
        return runDrill(drill, { stack, bounds, watch, journal, say, signal }, told)
      })
      others = unexpected(drills, watch.rings())
    } finally {
      await watch.stop()
    }
  } finally {
    // Whatever a drill could not mend, and the label.
    for (const { key, undos } of journal.open().toReversed()) {
      const failures = await runUndos(undos, stack.driver)
      for (const failure of failures) say(key, `not mended: ${failure}`)
      if (failures.length === 0) await journal.forget(key)
    }
  }
  const broken = journal.open().map(({ key }) => key)
  // What is still broken is told to the next run.
  if (broken.length === 0) await journal.close()
  const skipped = drills
    .filter((drill) => !able.includes(drill))
    .map((drill) =>
      unrun(drill, describeFault(drill.fault), boundsFor(drill), 'skipped', obstacleTo(drill, stack.model)),
    )
  return {
    ...{ run, isolated, startedAt, endedAt: Date.now(), others, broken },
    driver: stack.driver.name,
    environment: stack.model.environment,
    drills: [...results, ...skipped],
  }
}

/** Has a running Prometheus label the alerts of these drills. */
async function labelAlerts(
  stack: DrillStack,
  drills: readonly DrillSpec[],
  run: string,
  journal: Journal,
): Promise<void> {
  const path = join(stack.outDir, prometheusConfigPath)
  const url = urlOf(stack, 'prometheus')
  await journal.note('label', [{ kind: 'post', url, path: '/-/reload' }, await rememberFile(path)])
  await writeFile(path, withDrillLabel(await readFile(path, 'utf8'), alertsOf(drills), run))
  await prometheusClient({ url }).reload()
}

/** Names of alerts that rang and that nobody expects. */
function unexpected(
  drills: readonly DrillSpec[],
  rings: readonly { readonly labels: Readonly<Record<string, string>> }[],
) {
  const expected = alertsOf(drills)
  const names = rings
    // What fires all the time asks nobody to act.
    .filter(({ labels }) => labels.severity !== 'none' && !expected.some((one) => isExpected(one, labels)))
    .map(({ labels }) => labels.alertname ?? '')
  return [...new Set(names)].sort()
}
