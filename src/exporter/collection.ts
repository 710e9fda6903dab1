import type { Log } from '../http/log.ts'
import { CollectError, failureReason } from './collect-error.ts'
import type { CollectPart } from './collector.ts'
import { belfryMetrics, type FailureReason, failureReasons } from './own-metrics.ts'
import { createSampleSet, type Sample, type Snapshot } from './sample-set.ts'

export interface NamedPart {
  /** Value of the label `collector`. */
  readonly name: string
  readonly collect: CollectPart
  /** How long its samples are served again, once it has proved slow, before a new run starts behind the scrape. @default 0 - run for each */
  readonly refreshMs?: number
}

export interface CollectionOptions {
  /** Time for each part, in milliseconds. */
  readonly timeoutMs: number
  /** Series a family may have. */
  readonly seriesLimit: number
  readonly log: Pick<Log, 'info' | 'warn'>
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

interface PartState {
  readonly part: NamedPart
  readonly errors: Map<FailureReason, number>
  success: boolean | null
  durationSeconds: number
  lastSuccess: number | null
  /** A run that outlived its time; no other starts while it goes on. */
  overdue: boolean
  /** Samples of the last run of a part that is refreshed behind the scrape, and when it ended. */
  kept: readonly KeptSample[]
  keptAt: number
  refresh: Promise<void> | null
}

type KeptSample = Parameters<Sample>
/** Refresh intervals after which samples are too old to be served while a new run goes on. */
const staleAfter = 3
/** Seconds that a scrape may well wait for; a part this fast is always run at the scrape. */
const fastSeconds = 0.02

/** Runs all parts side by side, each in its own time, and returns what they found together with how they fared. */
export function createCollection(parts: readonly NamedPart[], options: CollectionOptions): () => Promise<Snapshot> {
  const states = parts.map(newState)
  const dropped = new Map<string, number>()
  let collections = 0
  // Slow parts start with the service, so that the first scrape need not wait for all of their time.
  for (const state of states) if (isSlow(state)) state.refresh = refreshPart(state, options)

  return async () => {
    collections += 1
    const set = createSampleSet(options.seriesLimit)
    await Promise.all(states.map((state) => samplePart(state, set.sample, options)))
    for (const [family, count] of set.dropped()) dropped.set(family, (dropped.get(family) ?? 0) + count)
    const { sample } = set
    for (const state of states) sampleState(sample, state)
    for (const [family, count] of dropped) sample(belfryMetrics.seriesDroppedTotal, { family }, count)
    sample(belfryMetrics.collectionsTotal, {}, collections)
    return set.snapshot()
  }
}

function newState(part: NamedPart): PartState {
  const errors = new Map(failureReasons.map((reason) => [reason, 0]))
  return {
    part,
    errors,
    success: null,
    durationSeconds: 0,
    lastSuccess: null,
    overdue: false,
    kept: [],
    keptAt: Number.NEGATIVE_INFINITY,
    refresh: null,
  }
}

async function samplePart(state: PartState, sample: Sample, options: CollectionOptions): Promise<void> {
  const { refreshMs = 0 } = state.part
  if (!isSlow(state)) return runPart(state, sample, options)
  const fast = state.success === true && state.durationSeconds < fastSeconds
  const age = fast ? Number.POSITIVE_INFINITY : performance.now() - state.keptAt
  if (age >= refreshMs) state.refresh ??= refreshPart(state, options)
  if (age >= refreshMs * staleAfter) await state.refresh
  for (const one of state.kept) sample(...one)
}

function isSlow({ part }: PartState): boolean {
  return part.refreshMs !== undefined && part.refreshMs > 0
}

async function refreshPart(state: PartState, options: CollectionOptions): Promise<void> {
  const samples: KeptSample[] = []
  await runPart(state, (...one) => void samples.push(one), options)
  state.kept = samples
  // After a failure the next scrape tries again, and waits for it.
  state.keptAt = state.success === true ? performance.now() : Number.NEGATIVE_INFINITY
  state.refresh = null
}

async function runPart(
  state: PartState,
  sample: Sample,
  { timeoutMs, log, now = Date.now }: CollectionOptions,
): Promise<void> {
  const { name } = state.part
  const start = performance.now()
  const before = state.success
  try {
    await inTime(state, sample, timeoutMs)
    state.success = true
    state.lastSuccess = now() / 1000
    if (before === false) log.info({ collector: name }, 'the collector succeeds again')
  } catch (error) {
    const reason = failureReason(error)
    state.success = false
    state.errors.set(reason, (state.errors.get(reason) ?? 0) + 1)
    // Once per outage; the counter tells the rest.
    if (before !== false) log.warn({ collector: name, reason, ...describe(error, reason) }, 'the collector failed')
  } finally {
    state.durationSeconds = (performance.now() - start) / 1000
  }
}

/** A stack where the fault is ours; where a source failed, what it said. */
function describe(error: unknown, reason: FailureReason): Readonly<Record<string, unknown>> {
  return reason !== 'internal' && error instanceof Error ? { error: error.message } : { err: error }
}

/** Ends with the part or with its time, whichever is first; what a late part still samples is thrown away. */
async function inTime(state: PartState, sample: Sample, timeoutMs: number): Promise<void> {
  if (state.overdue) throw new CollectError('timeout', 'the run before has not ended yet')
  const controller = new AbortController()
  const guarded: Sample = (family, labels, value) => {
    if (!controller.signal.aborted) sample(family, labels, value)
  }
  // A part that throws before its first await must fail alone as well.
  const run = (async () => state.part.collect({ sample: guarded, signal: controller.signal }))()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort(new CollectError('timeout', `no result after ${timeoutMs} ms`))
      reject(controller.signal.reason)
    }, timeoutMs)
  })
  try {
    await Promise.race([run, late])
  } catch (error) {
    if (controller.signal.aborted) {
      state.overdue = true
      const settle = () => {
        state.overdue = false
      }
      run.then(settle, settle)
    }
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function sampleState(sample: Sample, state: PartState): void {
  const collector = state.part.name
  sample(belfryMetrics.collectorSuccess, { collector }, state.success === true ? 1 : 0)
  sample(belfryMetrics.collectorDurationSeconds, { collector }, state.durationSeconds)
  sample(belfryMetrics.collectorLastSuccessTimestampSeconds, { collector }, state.lastSuccess)
  for (const [reason, count] of state.errors) sample(belfryMetrics.collectorErrorsTotal, { collector, reason }, count)
}
