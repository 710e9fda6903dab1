import { generatedSecrets } from '../../model/generated-secrets.ts'
import type { PlannedProcess, ProcessPlan } from '../../model/process-plan.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import { checkPorts } from '../check-ports.ts'
import type { Step, UpRequest } from '../driver.ts'
import { giveHistory } from '../give-history.ts'
import { ensureSecrets } from '../secrets.ts'
import { type Action, decide } from './decide.ts'
import { hasRunBefore, hostWorkshop } from './host-workshop.ts'
import type { NativeOptions } from './native-options.ts'
import { type PreparedProcess, prepareProcess, writeFiles } from './prepare-process.ts'
import { findProcess, isAlive } from './process-table.ts'
import { readPlan } from './read-plan.ts'
import { type ProcessRecord, readProcessRecords, readRecords, removeRecord, writeRecord } from './record.ts'
import { reloadEngine } from './reload-engine.ts'
import { recoverRecords, startEngine, stopEngine } from './run-engine.ts'
import { type Progress, sharedSteps } from './shared-steps.ts'
import { secretsDir } from './state-paths.ts'
import { signalFamily } from './stop-process.ts'
import { waitReady } from './wait-ready.ts'

type Part = EngineName | 'prepare'

interface Task {
  readonly wanted: ProcessRecord
  /** The process as it runs; `null` when it does not. */
  readonly current: ProcessRecord | null
  readonly action: Action
}

/** The steps that bring the processes to what the plan in the output folder says. */
export function upSteps(options: NativeOptions, request: UpRequest): readonly Step[] {
  const plan = readPlan(request.outDir)
  const parts: { key: Part; title: string }[] = [
    { key: 'prepare', title: 'Prepare processes' },
    ...plan.processes.map(({ engine }) => ({ key: engine, title: `Start ${engine}` })),
  ]
  return sharedSteps(parts, async (progress, signal) => {
    const tasks = await prepare(plan, options, request, progress)
    await runTasks(tasks, { ...options, ...request }, progress, signal)
  })
}

/** Everything that can go wrong before a process is touched goes wrong here. */
async function prepare(
  plan: ProcessPlan,
  options: NativeOptions,
  request: UpRequest,
  progress: Progress<Part>,
): Promise<readonly Task[]> {
  const { stateDir } = options
  const made = await ensureSecrets(secretsDir(stateDir), plan.secrets, generatedSecrets(request.model))
  const { runnable, skipped } = sortOut(plan, options)
  await recoverRecords(stateDir)
  const known = new Map(readRecords(stateDir).map((record) => [record.engine, record]))
  const prepared: PreparedProcess[] = []
  const tasks: Task[] = []
  for (const planned of runnable) {
    const next = await prepareProcess(planned, plan, request.outDir, options)
    prepared.push(next)
    const wanted = next.record
    const record = known.get(planned.engine)
    const current = record?.kind === 'process' && (await isAlive(record)) ? record : null
    tasks.push({ wanted, current, action: decide(wanted, current, request.changed) })
  }
  const newPorts = tasks.filter(({ wanted, current }) => current?.planned.port !== wanted.planned.port)
  await checkPorts(newPorts.map(({ wanted }) => ({ engine: wanted.engine, port: wanted.planned.port })))

  for (const one of prepared) await writeFiles(stateDir, one)
  const staying = new Set(runnable.map(({ engine }) => engine))
  for (const record of [...known.values()].filter(({ engine }) => !staying.has(engine))) {
    progress.report('prepare', `stopping ${record.engine}, which is no longer wanted`)
    if (record.kind === 'process') await stopEngine(record, { stateDir, report: () => {} })
    removeRecord(stateDir, record.engine)
  }
  for (const { engine, reason } of skipped) {
    writeRecord(stateDir, { kind: 'skipped', engine, reason })
    progress.done(engine, `skipped: ${reason}`)
  }
  progress.done('prepare', made.length > 0 ? `made up ${made.join(', ')}` : undefined)
  return tasks
}

/** What the stack can do without is left out, visibly, where its program is missing. */
function sortOut(plan: ProcessPlan, { programs }: NativeOptions) {
  const runnable: PlannedProcess[] = []
  const skipped: { engine: EngineName; reason: string }[] = []
  for (const planned of plan.processes) {
    const { kind, name } = planned.program
    const found = kind === 'bundle' || [...programs.found.keys()].some((one) => one === name)
    if (found || !planned.optional) runnable.push(planned)
    else {
      const failure = [...programs.missing].find(([one]) => one === name)?.[1]
      skipped.push({ engine: planned.engine, reason: failure?.message ?? `${name} was not found` })
    }
  }
  return { runnable, skipped }
}

/** Runs all tasks as early as their order allows. When one fails, what was started here is stopped again. */
async function runTasks(
  tasks: readonly Task[],
  options: NativeOptions & UpRequest,
  progress: Progress<Part>,
  signal: AbortSignal,
): Promise<void> {
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const runs = new Map<EngineName, Promise<void>>()
  const begun = new Set<EngineName>()
  for (const task of tasks) {
    const { engine, planned } = task.wanted
    const before = planned.after.map((other) => runs.get(other))
    let past = ''
    const run = async (): Promise<void> => {
      await Promise.all(before)
      if (engine === 'prometheus' && options.backfill !== undefined) {
        await Promise.all([...runs].filter(([other]) => other !== engine).map(([, one]) => one))
        const { dataDir } = task.wanted.launch
        if (!hasRunBefore(dataDir)) {
          const workshop = await hostWorkshop({ ...options, dataDir })
          const report = (text: string) => progress.report(engine, text)
          past = await giveHistory(options.backfill, workshop, report, either).finally(workshop.close)
        }
      }
      either.throwIfAborted()
      if (task.action === 'start' || task.action === 'restart') begun.add(engine)
      const outcome = await runTask(task, options, (text) => progress.report(engine, text), either)
      progress.done(engine, past === '' ? outcome : `${outcome}; ${past}`)
    }
    runs.set(engine, run())
  }
  try {
    await Promise.all(runs.values())
  } catch (error) {
    failure.abort(error)
    await Promise.allSettled(runs.values())
    await rollBack(begun, options.stateDir)
    throw error
  }
}

async function runTask(
  { wanted, current, action }: Task,
  { stateDir, seed }: NativeOptions,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const context = { stateDir, seed, report, signal }
  const started = Date.now()
  if (current === null || action === 'start') {
    await startEngine(wanted, context)
    return `ready after ${seconds(started)} s`
  }
  const paused = (await findProcess(current.pid))?.paused === true
  if (paused) await signalFamily(current, 'SIGCONT')
  if (action === 'restart') {
    report('stopping it first')
    await stopEngine(current, context)
    await startEngine(wanted, context)
    return `restarted, ready after ${seconds(started)} s`
  }
  const { reload } = wanted.planned
  if (action === 'reload' && reload.kind === 'post') await reloadEngine(stateDir, wanted.engine, reload.url, signal)
  await waitReady(stateDir, current, null, report, signal)
  const { pid, identity, startedAt } = current
  writeRecord(stateDir, { ...wanted, pid, identity, startedAt, complete: true })
  return action === 'reload' ? 'reloaded' : paused ? 'resumed' : 'runs already'
}

async function rollBack(begun: ReadonlySet<EngineName>, stateDir: string): Promise<void> {
  const started = readProcessRecords(stateDir).filter(({ engine }) => begun.has(engine))
  await Promise.all(started.map((record) => stopEngine(record, { stateDir, report: () => {} })))
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1)
}
