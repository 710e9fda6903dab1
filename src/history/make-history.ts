import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundPrograms } from '../engines/find-program.ts'
import type { Program } from '../engines/program.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Model } from '../model/model.ts'
import type { IncidentSpec } from '../spec/history.ts'
import { withLater } from './later-series.ts'
import type { LiveTarget } from './live-series.ts'
import { makeBlocks } from './make-blocks.ts'
import { startPassingPrometheus } from './passing-prometheus.ts'
import { playDay } from './play-day.ts'
import { readSettled } from './read-targets.ts'
import { alertedDay, recordedDay } from './rule-day.ts'
import { type Use, usedNames } from './used-names.ts'
import { writeOpenMetrics } from './write-openmetrics.ts'

export interface HistoryRequest {
  readonly model: Model
  readonly programs: FoundPrograms
  /** Absolute; for what is made on the way, and for the blocks. */
  readonly folder: string
  /** Where a target that the model names is reached from here. */
  readonly reach: (address: string) => Promise<string>
  /** Rule files as Prometheus will load them. */
  readonly ruleFiles: readonly string[]
  readonly report: (text: string) => void
  readonly signal: AbortSignal
  /** @default 24 */
  readonly hours?: number
}

/** A history that was made. */
export interface History {
  /** Absolute; holds the blocks. */
  readonly blocks: string
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
  const { model, programs, folder, report, signal, hours = 24 } = request
  const promtool = programs.found.get('promtool')
  const prometheus = programs.found.get('prometheus')
  if (promtool === undefined || prometheus === undefined)
    throw new BelfryError('ENGINE_MISSING', 'promtool and prometheus are needed on this machine to make history')
  const canonical = Number.parseInt(model.engines.prometheus.version, 10) >= 3
  const histories = model.histories()
  const blocks = join(folder, 'blocks')
  await rm(folder, { recursive: true, force: true })
  await mkdir(blocks, { recursive: true, mode: 0o700 })
  await mkdir(join(folder, 'empty'), { mode: 0o700 })

  report('reading the targets')
  const wanted = usedNames(model)
  const live = await readLive(request, prometheus, wanted)
  const end = Math.floor(Date.now() / 1000)
  const targets = withLater(live, { model, wanted, end })
  report('telling the day')
  const text = join(folder, 'targets.om')
  const told = await writeOpenMetrics(text, playDay({ targets, histories, end, hours }), canonical, signal)
  report(`storing ${told.samples} samples`)
  await makeBlocks(promtool, text, blocks, signal)
  await rm(text)

  report('evaluating the rules')
  const passing = await startPassingPrometheus({ prometheus, folder: blocks, signal })
  const ruled = join(folder, 'rules.om')
  const asked = { model, client: passing.client, start: end - hours * 3600 + lead, end, step: 120, signal }
  const series = await (async () => [...(await recordedDay(asked)), ...(await alertedDay(asked))])().finally(
    passing.stop,
  )
  const evaluated = await writeOpenMetrics(ruled, series, canonical, signal)
  await makeBlocks(promtool, ruled, blocks, signal)
  await rm(ruled)
  return {
    blocks,
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
  request: HistoryRequest,
  prometheus: Program,
  wanted: ReadonlyMap<string, Use>,
): Promise<readonly LiveTarget[]> {
  const { model, folder, ruleFiles, signal } = request
  const other = await startPassingPrometheus({ prometheus, folder: join(folder, 'empty'), ruleFiles, signal })
  try {
    const { address } = model.engines.prometheus
    const reach = async (one: string) => (one === address ? new URL(other.url).host : request.reach(one))
    return await readSettled({ ...request, reach, wanted })
  } finally {
    await other.stop()
  }
}
