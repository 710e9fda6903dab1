import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { takePicture } from '../../engines/chromium.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { readBoard } from '../../preview/board/read-board.ts'
import type { Ask } from '../../preview/data/api.ts'
import { loadBoard } from '../../preview/data/load-board.ts'
import { type Recording, readRecording, recorder, replay } from '../../preview/data/recording.ts'
import { readTime, readTimeRange, type TimeRange } from '../../preview/data/time-range.ts'
import type { ThemeName } from '../../preview/draw/look.ts'
import { headOf } from '../../preview/page/board-head.ts'
import { boardHtml } from '../../preview/page/board-html.ts'
import { boardSvg } from '../../preview/page/board-svg.ts'
import { drawBoard } from '../../preview/page/draw-board.ts'
import { askPrometheus } from '../ask-prometheus.ts'
import { type DashboardFile, readDashboard, renderedDashboards } from '../dashboard-files.ts'
import { resultJson, talk } from '../output.ts'
import { readRunState } from '../run-state.ts'

export interface SnapshotOptions {
  readonly state: string
  readonly format: 'svg' | 'html' | 'png' | 'offline'
  readonly from?: string
  readonly to?: string
  readonly at?: string
  readonly width: number
  readonly theme: ThemeName
  readonly var?: readonly string[]
  readonly prometheus?: string
  readonly record?: string
  readonly replay?: string
  readonly dashboardFile?: readonly string[]
  readonly openRows?: boolean
  readonly out: string
  readonly json?: boolean
}

/** Draws dashboards into files. */
export async function snapshot(options: SnapshotOptions, names: readonly string[]): Promise<void> {
  const files =
    options.dashboardFile === undefined
      ? await renderedDashboards(names)
      : await Promise.all(options.dashboardFile.map(readDashboard))
  const source = await openSource(options)
  const kept = recorder(source.ask)
  await mkdir(options.out, { recursive: true })
  const written: { readonly dashboard: string; readonly file: string; readonly bytes: number }[] = []
  for (const file of files) {
    const { path, bytes } = await drawFile(file, { ...source, ask: kept.ask }, options)
    written.push({ dashboard: file.name, file: path, bytes })
    if (options.json !== true) talk(`${path} (${Math.round(bytes / 1024)} kB)`)
  }
  if (options.record !== undefined) {
    const { now, from, to, width, variables } = source
    const recording: Recording = { now, from, to, width, variables, answers: kept.answers() }
    await writeFile(options.record, `${JSON.stringify(recording)}\n`)
  }
  if (options.json === true) resultJson(written)
}

/** Where answers come from, and what is asked for. */
interface Source extends Omit<Recording, 'answers'> {
  readonly ask: Ask
}

async function openSource(options: SnapshotOptions): Promise<Source> {
  const recording = options.replay === undefined ? null : await openRecording(options.replay)
  const now = options.at === undefined ? (recording?.now ?? Date.now()) : readTime(options.at, Date.now())
  if (now === null) throw new BelfryError('BAD_OPTION', `--at ${options.at} is no time`, { hint: timeHint })
  return {
    now,
    from: options.from ?? recording?.from ?? '',
    to: options.to ?? recording?.to ?? '',
    // Another width would ask for other steps, which a recording does not hold.
    width: recording?.width ?? options.width,
    variables: { ...recording?.variables, ...variablesOf(options.var ?? []) },
    ask:
      recording === null ? askPrometheus({ url: await prometheusUrl(options), timeoutMs: 30_000 }) : replay(recording),
  }
}

const timeHint = 'Times are such as now-6h, 2026-01-31T12:00:00Z, or Unix milliseconds.'

async function openRecording(path: string): Promise<Recording> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BelfryError('CONFIG_INVALID', `${path} cannot be read`, { cause })
  })
  const recording = readRecording(JSON.parse(text))
  if (recording === null) throw new BelfryError('CONFIG_INVALID', `${path} is no recording`)
  return recording
}

/** The given one, that of the stack that runs here, or the usual address. */
async function prometheusUrl(options: SnapshotOptions): Promise<string> {
  if (options.prometheus !== undefined) return options.prometheus
  const running = await readRunState(resolve(options.state))
  return `http://127.0.0.1:${running?.prometheusPort ?? 9090}`
}

function variablesOf(pairs: readonly string[]): Record<string, string[]> {
  const variables: Record<string, string[]> = {}
  for (const pair of pairs) {
    const [, name, value = ''] = /^([^=]+)=([\s\S]*)$/.exec(pair) ?? []
    if (name === undefined) throw new BelfryError('BAD_OPTION', `--var ${pair} is not name=value`)
    variables[name] = [...(variables[name] ?? []), value === 'All' ? '$__all' : value]
  }
  return variables
}

async function drawFile(
  file: DashboardFile,
  source: Source,
  options: SnapshotOptions,
): Promise<{ readonly path: string; readonly bytes: number }> {
  const board = readBoard(file.json)
  const range = rangeOf(source, board.time)
  const path = join(options.out, `${file.name}.${options.format === 'offline' ? 'html' : options.format}`)
  const { variables, width, ask } = source
  if (options.format === 'offline') {
    const own = recorder(ask)
    await loadBoard(board, { ask: own.ask, range, width, variables, areRowsOpen: true })
    const recording = {
      now: source.now,
      from: range.raw.from,
      to: range.raw.to,
      width,
      variables,
      answers: own.answers(),
    }
    const { offlinePage } = await import('../offline-page.ts')
    return write(path, await offlinePage({ dashboard: file.json, recording, theme: options.theme, title: board.title }))
  }
  const areRowsOpen = options.openRows === true
  const loaded = await loadBoard(board, { ask, range, width, variables, areRowsOpen })
  const drawn = drawBoard(loaded, { theme: options.theme })
  const svg = boardSvg(drawn, { head: headOf(loaded, 'utc') })
  if (options.format === 'html') return write(path, boardHtml(drawn, svg, board.title))
  if (options.format === 'svg') return write(path, svg)
  const drawing = path.replace(/png$/, 'svg')
  await write(drawing, svg)
  const [, height = '0'] = / height="(\d+)"/.exec(svg) ?? []
  await takePicture(resolve(drawing), resolve(path), { width, height: Number(height) })
  return { path, bytes: (await readFile(path)).length }
}

function rangeOf(source: Source, saved: { readonly from: string; readonly to: string }): TimeRange {
  const [from, to] = [source.from || saved.from, source.to || saved.to]
  const range = readTimeRange(from, to, source.now)
  if (range !== null) return range
  throw new BelfryError('BAD_OPTION', `${from} to ${to} is no range of time`, { hint: timeHint })
}

async function write(path: string, content: string): Promise<{ readonly path: string; readonly bytes: number }> {
  await writeFile(path, content)
  return { path, bytes: Buffer.byteLength(content) }
}
