import { setTimeout as sleep } from 'node:timers/promises'
import { parseExposition } from '../catalog/parse-exposition.ts'
import type { LabelFact, LabelSet } from '../model/label-set.ts'
import type { Model, ScrapeJob } from '../model/model.ts'
import { relabel } from '../model/relabel.ts'
import { toMilliseconds } from '../spec/duration.ts'
import type { Labels } from '../spec/labels.ts'
import type { LiveSeries, LiveTarget } from './live-series.ts'
import type { Use } from './used-names.ts'

export interface TargetsRequest {
  readonly model: Model
  /** Names of series that are wanted; all others are left out. */
  readonly wanted: ReadonlyMap<string, Use>
  /** What pages show, in order; `null` for one that cannot be had. */
  readonly read: (urls: readonly string[]) => Promise<readonly (string | null)[]>
  readonly signal: AbortSignal
}

/** A target that was not scraped yet. */
export interface TargetAddress {
  readonly job: ScrapeJob
  /** As the model has it. */
  readonly address: string
  readonly path: string
  /** After relabelling. */
  readonly labels: Labels
}

/** Between two looks, and how long they go on at most, in milliseconds. */
const pause = 1000
const patience = 10_000

/** Scrapes every target until none shows anything new, for a few seconds: what comes later is told of in histories. */
export async function readSettled(request: TargetsRequest): Promise<readonly LiveTarget[]> {
  const begin = Date.now()
  const kept = toMilliseconds(request.model.exporter.cacheTtl)
  let known = -1
  let targets: readonly LiveTarget[] = []
  for (;;) {
    targets = together(targets, await readTargets(request))
    const count = targets.reduce(
      (sum, { series }) => sum + new Set(series.map(({ name }) => name)).size,
      targets.length,
    )
    const settled = count === known && targets.every((one) => hasCollectedSince(one, begin, kept))
    if (settled || Date.now() - begin >= patience) return targets
    known = count
    await sleep(pause, undefined, { signal: request.signal })
  }
}

/** Our exporter keeps its answers for a while, failures among them; others answer anew. */
function hasCollectedSince({ series }: LiveTarget, since: number, kept: number): boolean {
  if (series.some(({ name, value }) => name === 'belfry_collector_success' && value === 0)) return false
  const successes = series.filter(({ name }) => name === 'belfry_collector_last_success_timestamp_seconds')
  // Each collector has an answer of its own; some are slow, and run now and then.
  const isRenewed = Date.now() - since > kept && successes.some(({ value }) => value * 1000 >= since)
  return successes.length === 0 || isRenewed
}

/** What comes and goes, such as somebody who waits, has a past as well. */
function together(before: readonly LiveTarget[], now: readonly LiveTarget[]): readonly LiveTarget[] {
  const keyOf = ({ job, labels }: LiveTarget) => JSON.stringify([job, labels])
  const targets = new Map(before.map((target) => [keyOf(target), target]))
  for (const target of now) {
    const series = new Map(targets.get(keyOf(target))?.series.map((one) => [nameOf(one), one]))
    for (const one of target.series) series.set(nameOf(one), one)
    targets.set(keyOf(target), { ...target, series: [...series.values()] })
  }
  return [...targets.values()]
}

const nameOf = ({ name, labels }: LiveSeries): string => name + JSON.stringify(Object.entries(labels).sort())

/** Scrapes every static target once, as Prometheus would. A target that does not answer is left out. */
export async function readTargets(request: TargetsRequest): Promise<readonly LiveTarget[]> {
  const all = request.model.prometheus.jobs.flatMap(targetsOf)
  const pages = await request.read(all.map(({ job, address, path }) => `${job.scheme}://${address}${path}`))
  return all.flatMap((target, index) => {
    const page = pages[index] ?? null
    return page === null ? [] : [liveTarget(target, page, request.wanted)]
  })
}

/** The static targets of a job. */
export function targetsOf(job: ScrapeJob): readonly TargetAddress[] {
  return job.targets.flatMap((source) => {
    if (source.kind !== 'static') return []
    return source.targets.flatMap((address) => {
      const before = {
        job: job.name,
        __address__: address,
        __metrics_path__: job.path,
        __scheme__: job.scheme,
        ...source.labels,
      }
      const after = relabelled(before, job.relabel)
      if (after === null) return []
      const { __address__ = address, __metrics_path__ = job.path } = after
      const labels = { instance: __address__, ...visible(after) }
      return [{ job, address: __address__, path: __metrics_path__, labels }]
    })
  })
}

function liveTarget({ job, labels }: TargetAddress, page: string, wanted: TargetsRequest['wanted']): LiveTarget {
  const { families } = parseExposition(page)
  const known = new Map(job.families.map((family) => [family.name, family]))
  const series: LiveSeries[] = []
  let samples = 0
  for (const exposed of families)
    for (const { name, labels: own, value } of exposed.samples) {
      samples += 1
      const [suffix, family] = familyOf(name, known)
      const use = wanted.get(name)
      if (family === undefined || use === undefined) continue
      const stored = relabelled({ ...withTarget(own, labels, job.honorLabels), __name__: name }, job.metricRelabel)
      if (stored === null) continue
      series.push({ name: stored.__name__ ?? name, family, suffix, use, labels: visible(stored), value })
    }
  return { job: job.name, labels, series, samples }
}

function familyOf<F>(name: string, known: ReadonlyMap<string, F>): [LiveSeries['suffix'], F | undefined] {
  const plain = known.get(name)
  if (plain !== undefined) return ['', plain]
  for (const suffix of ['bucket', 'sum', 'count'] as const)
    if (name.endsWith(`_${suffix}`)) {
      const family = known.get(name.slice(0, -suffix.length - 1))
      if (family !== undefined) return [suffix, family]
    }
  return ['', undefined]
}

function withTarget(own: ReadonlyMap<string, string>, target: Labels, honorLabels: boolean): Labels {
  const labels: Record<string, string> = { ...target }
  for (const [name, value] of own) {
    if (value === '') continue
    const taken = name in target && !honorLabels
    labels[taken ? `exported_${name}` : name] = value
  }
  return labels
}

function relabelled(labels: Labels, rules: ScrapeJob['relabel']): Labels | null {
  if (rules.length === 0) return labels
  const facts = new Map<string, LabelFact>(
    Object.entries(labels).map(([name, value]) => [name, { certain: true, values: [value] }]),
  )
  const set: LabelSet | null = relabel({ labels: facts, open: 'none' }, rules)
  if (set === null) return null
  return Object.fromEntries([...set.labels].flatMap(([name, { values }]) => (values?.[0] ? [[name, values[0]]] : [])))
}

function visible(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name, value]) => !name.startsWith('__') && value !== ''))
}
