import { BelfryError } from '../errors/belfry-error.ts'
import type { Model } from '../model/model.ts'
import { alertsOf } from '../model/rules.ts'
import type { DrillSpec, ExpectedAlert, Fault } from '../spec/drills.ts'
import type { Labels } from '../spec/labels.ts'
import type { DrillBounds } from './bounds.ts'
import type { DrillStack } from './drill-stack.ts'
import { breakOnPurpose, silences, undosOf } from './faults.ts'
import type { Journal } from './journal.ts'
import { judge, unrun } from './judge.ts'
import type { DrillResult, DrillTimes } from './result.ts'
import { runUndos } from './undo.ts'
import type { Ring, Watch } from './watch.ts'

export interface DrillContext {
  readonly stack: DrillStack
  readonly bounds: DrillBounds
  readonly watch: Watch
  readonly journal: Journal
  /** Shows a step of a drill. */
  readonly say: (drill: string, text: string) => void
  /** Aborted when the user gives up; what is broken is mended all the same. */
  readonly signal: AbortSignal
}

/** Milliseconds that a step may take before it is given up: longer than its bound, so that late is told from never. */
const patience = (bound: number): number => (bound * 1.5 + 30) * 1000

/**
 * Breaks, waits for the alert and its notification, mends, waits for the all-clear. Whatever happens, it mends.
 *
 * @param told - called as soon as others may be told of things again.
 */
export async function runDrill(drill: DrillSpec, context: DrillContext, told: () => void): Promise<DrillResult> {
  const run = new DrillRun(drill, context)
  let reason: string
  try {
    reason = await run.perform(told)
  } catch (error) {
    if (context.signal.aborted) reason = 'interrupted'
    else if (isImpossible(error)) {
      context.say(drill.name, `skipped: ${error.message}`)
      return unrun(drill, describeFault(drill.fault), context.bounds, 'skipped', error.message)
    } else if (error instanceof BelfryError) reason = error.message
    else throw error
  } finally {
    await run.mend()
    told()
  }
  const interrupted = context.signal.aborted && run.times.resolved === null
  const result = judge(
    drill,
    describeFault(drill.fault),
    context.bounds,
    run.times,
    run.summary,
    interrupted ? 'interrupted' : reason,
  )
  context.say(drill.name, result.outcome === 'passed' ? 'passed' : `${result.outcome}: ${result.reason}`)
  return result
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

class DrillRun {
  readonly times: Mutable<DrillTimes> = {
    broken: null,
    pending: null,
    firing: null,
    delivered: null,
    mended: null,
    resolved: null,
  }
  summary = ''
  readonly #drill: DrillSpec
  readonly #context: DrillContext

  constructor(drill: DrillSpec, context: DrillContext) {
    this.#drill = drill
    this.#context = context
  }

  /** @returns what went wrong; empty when nothing did. */
  async perform(told: () => void): Promise<string> {
    const { stack, watch, journal, say, signal } = this.#context
    const { name, fault, expects } = this.#drill
    const { detection, delivery, resolve } = this.#context.bounds
    const quiet = await watch.until(() => (this.#active() === undefined ? true : null), patience(resolve), signal)
    if (quiet === null) return `${expects.alert} rings although nothing is broken`

    await journal.note(name, await undosOf(fault, stack))
    this.times.broken = Date.now()
    say(name, `${describeFault(fault)}; waiting for ${expects.alert}, at most ${Math.round(detection)} s`)
    await breakOnPurpose(fault, stack)

    const pending = await watch.until(() => this.#active(), patience(detection), signal)
    if (pending === null) return `${expects.alert} did not become pending`
    this.times.pending = this.#since(pending.activeAt)
    say(name, `${expects.alert} is pending`)
    const isDeaf = silences(fault)
    const firing = await watch.until(() => this.#firing(isDeaf), patience(detection), signal)
    if (firing === null) return `${expects.alert} did not fire`
    this.times.firing = Date.now()
    if (isDeaf) {
      say(name, `${expects.alert} fires, and nobody can be told`)
      await this.mend()
    }
    const ring = await watch.until(() => this.#ring('firing'), patience(delivery), signal)
    if (ring === null) return 'no notification reached the inbox'
    this.times.delivered = ring.receivedAt
    // While nobody could be told, Prometheus alone knew when it began.
    if (!isDeaf) this.times.firing = Math.min(ring.startsAt, ring.receivedAt)
    this.summary = ring.annotations.summary ?? ''
    say(name, `told: ${this.summary}`)
    told()

    await this.mend()
    if (this.times.mended === null) return 'it could not be mended'
    const clear = await watch.until(() => this.#ring('resolved'), patience(resolve), signal)
    if (clear === null) return 'no notification said that it is over'
    this.times.resolved = clear.receivedAt
    return ''
  }

  /** Does nothing when nothing is broken. */
  async mend(): Promise<void> {
    const { stack, journal, say } = this.#context
    const { name } = this.#drill
    const undos = journal.open().find(({ key }) => key === name)?.undos
    if (undos === undefined) return
    const failures = await runUndos(undos, stack.driver)
    for (const failure of failures) say(name, `not mended: ${failure}`)
    if (failures.length > 0) return
    this.times.mended = Date.now()
    await journal.forget(name)
    say(name, 'mended')
  }

  #active() {
    return this.#context.watch.alerts().find(({ labels }) => isExpected(this.#drill.expects, labels))
  }

  /** Told of, or, while nobody can be told, seen in Prometheus. */
  #firing(isDeaf: boolean) {
    return isDeaf
      ? this.#active()?.state === 'firing'
        ? true
        : null
      : (this.#ring('firing') ?? (this.#active()?.state === 'firing' ? true : null))
  }

  #ring(status: Ring['status']): Ring | undefined {
    const from = this.times.broken ?? 0
    return this.#context.watch
      .rings()
      .find((ring) => ring.status === status && ring.startsAt >= from && isExpected(this.#drill.expects, ring.labels))
  }

  /** An alert that was pending before would be no proof. */
  #since(activeAt: string | null | undefined): number {
    return activeAt === null || activeAt === undefined ? Date.now() : Date.parse(activeAt)
  }
}

export function isExpected({ alert, labels = {} }: ExpectedAlert, found: Labels): boolean {
  return found.alertname === alert && Object.entries(labels).every(([name, value]) => found[name] === value)
}

function isImpossible(error: unknown): error is BelfryError {
  return error instanceof BelfryError && error.code === 'FAULT_IMPOSSIBLE'
}

/** A fault in a few words. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'stop':
      return `${fault.engine} stopped`
    case 'pause':
      return `${fault.engine} paused`
    case 'password':
      return `wrong password for ${fault.engine}`
    case 'configuration':
      return `configuration of ${fault.engine} broken`
    case 'scenario':
      return `${fault.system}: ${fault.scenario}`
    case 'disk':
      return `disk of ${fault.mebibytes} MiB filled`
  }
}

/** What keeps a drill from being run in a stack; empty when nothing does. @throws BelfryError when it is wrong in itself. */
export function obstacleTo(drill: DrillSpec, model: Model): string {
  const known = new Set(alertsOf(model).map(({ name }) => name))
  for (const { alert } of [drill.expects, ...(drill.also ?? [])]) {
    if (!known.has(alert))
      throw new BelfryError('SPEC_BROKEN', `the drill ${drill.name} expects ${alert}, which is no alert of the stack`)
  }
  const needed =
    drill.fault.kind === 'scenario' ? 'simulator' : drill.fault.kind === 'disk' ? 'node-exporter' : drill.fault.engine
  if (!model.engines[needed].enabled) return `${needed} does not run here`
  if (drill.fault.kind === 'disk' && model.placement.kind !== 'native')
    return 'containers do not see a disk that is mounted now'
  return ''
}
