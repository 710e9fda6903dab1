import { budgetsOf } from '../checks/alert-budgets.ts'
import { onDiskOf } from '../drills/disk.ts'
import { alertsOf, withDrillLabel } from '../drills/drill-label.ts'
import type { DrillStack } from '../drills/drill-stack.ts'
import type { FaultReport } from '../drills/result.ts'
import { runFaults } from '../drills/run-faults.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { Artifact } from '../model/artifact.ts'
import { prometheusConfigPath } from '../model/names.ts'
import type { DrillSpec } from '../spec/drills.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { isolatedFolder, startIsolated } from './isolated-stack.ts'
import { mendLeftovers } from './mend-leftovers.ts'
import type { RunningStack } from './running-stack.ts'

export interface FaultDrill {
  readonly stack: LoadedStack
  readonly environment: EnvironmentName
  /** What runs already; `null` to start a stack for this. */
  readonly running: RunningStack | null
  readonly drills: readonly DrillSpec[]
  /** Absolute. */
  readonly stateDir: string
  readonly run: string
  readonly fetch: boolean
  readonly say: (name: string, text: string) => void
  readonly signal: AbortSignal
}

/** Makes the faults in the stack that runs, or in one that is there for nothing else. */
export async function drillFaults(request: FaultDrill): Promise<FaultReport> {
  const { running, drills, stateDir, run, say, signal } = request
  const perform = (stack: DrillStack, isolated: boolean): Promise<FaultReport> => {
    const budgets = new Map(budgetsOf(stack.model).map((budget) => [budget.alert.name, budget]))
    return runFaults({ stack, drills, budgets, run, isolated, say, signal })
  }
  if (running !== null) {
    const { driver, model, state } = running
    await mendLeftovers(stateDir, async () => driver)
    return perform({ driver, model, stateDir, outDir: state.outDir }, false)
  }
  say('stack', 'starting one for the drills')
  const isolated = await startIsolated(
    { ...request, edit: labelled(onDiskOf(isolatedFolder(stateDir, run), drills), run) },
    (text) => say('stack', text),
    signal,
  )
  try {
    const { driver, model, outDir } = isolated.prepared
    return await perform({ driver, model, stateDir: isolated.stateDir, outDir }, true)
  } finally {
    say('stack', 'removing it')
    await isolated.remove()
  }
}

function labelled(drills: readonly DrillSpec[], run: string): (artifact: Artifact) => Artifact {
  return (artifact) =>
    artifact.path === prometheusConfigPath
      ? { ...artifact, content: withDrillLabel(artifact.content, alertsOf(drills), run) }
      : artifact
}
