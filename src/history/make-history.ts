import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workshop } from '../engines/workshop.ts'
import type { Model } from '../model/model.ts'
import type { IncidentSpec } from '../spec/history.ts'
import type { Labels } from '../spec/labels.ts'
import { askPassing } from './ask-passing.ts'
import type { HistorySeries } from './history-series.ts'
import { withLater } from './later-series.ts'
import type { LiveTarget } from './live-series.ts'
import { playDay } from './play-day.ts'
import { readSettled } from './read-targets.ts'
import { alertedDay, recordedDay } from './rule-day.ts'
import { type Use, usedNames } from './used-names.ts'
import { type Written, writeOpenMetrics } from './write-openmetrics.ts'

export interface HistoryRequest {
  readonly model: Model
  readonly workshop: Workshop
  /** Absolute; for texts on the way. */
  readonly folder: string
  readonly report: (text: string) => void
  readonly signal: AbortSignal
  /** @default 24 */
  readonly hours?: number
}

/** A history that was made. */
export interface History {
  /** Unix seconds. */
  readonly from: number
  readonly to: number
  readonly samples: number
  readonly series: number
  readonly incidents: readonly (Pick<IncidentSpec, 'title'> & { readonly from: number; readonly to: number })[]
}

/** Seconds from the first samples to the first evaluation of a rule: absence is no news before that. */
const lead = 600

/** Makes blocks that hold a day of all that dashboards and rules read, ending now. */
export async function makeHistory(request: HistoryRequest): Promise<History> {
  const { model, workshop, folder, report, signal, hours = 24 } = request
  const canonical = Number.parseInt(model.engines.prometheus.version, 10) >= 3
  const histories = model.histories()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const store = async (name: string, series: Iterable<HistorySeries>): Promise<Written> => {
    const text = join(folder, `${name}.om`)
    const written = await writeOpenMetrics(text, series, canonical, signal)
    report(`storing ${written.samples} samples`)
    await workshop.addBlocks(text, signal)
    await rm(text)
    return written
  }

  report('reading the targets')
  const wanted = usedNames(model)
  const live = await readLive(request, wanted)
  const end = Math.floor(Date.now() / 1000)
  const targets = withLater(live, { model, wanted, end })
  report('telling the day')
  const told = await store('targets', playDay({ targets, histories, end, hours }))

  report('evaluating the rules')
  const asked = { model, start: end - hours * 3600 + lead, end, step: 120, signal }
  const series = await askPassing(
    workshop,
    'blocks',
    async (client) => [...(await recordedDay({ ...asked, client })), ...(await alertedDay({ ...asked, client }))],
    signal,
  )
  const evaluated = await store('rules', series)
  return {
    from: end - hours * 3600,
    to: end,
    samples: told.samples + evaluated.samples,
    series: told.series + evaluated.series,
    incidents: histories
      .flatMap((one) => one.incidents)
      .map(({ title, hoursAgo, minutes }) => {
        const from = Math.round(end - hoursAgo * 3600)
        return { title, from, to: from + minutes * 60 }
      }),
  }
}

/** What targets expose now; Prometheus, which does not run yet, has another one speak for it. */
async function readLive(
  { model, workshop, signal }: HistoryRequest,
  wanted: ReadonlyMap<string, Use>,
): Promise<readonly LiveTarget[]> {
  const { address } = model.engines.prometheus
  const targets = await askPassing(
    workshop,
    'none',
    (_client, passing) => {
      const here = (url: string) => url.replace(`//${address}/`, `//${passing.address}/`)
      return readSettled({ model, wanted, read: (urls) => workshop.read(urls.map(here), signal), signal })
    },
    signal,
  )
  // Only that one was asked before it was ready.
  const isOurs = ({ handler, code }: Labels) => handler === '/-/ready' && code === '503'
  return targets.map((target) => ({ ...target, series: target.series.filter(({ labels }) => !isOurs(labels)) }))
}
