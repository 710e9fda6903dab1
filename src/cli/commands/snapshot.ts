import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { BelfryError } from '../../errors/belfry-error.ts'
import { readBoard } from '../../preview/board/read-board.ts'
import type { ApiAnswer, Ask } from '../../preview/data/api.ts'
import { loadBoard } from '../../preview/data/load-board.ts'
import { type Recording, readRecording, recorder, replay } from '../../preview/data/recording.ts'
import { readTime, readTimeRange, type TimeRange } from '../../preview/data/time-range.ts'
import type { ThemeName } from '../../preview/draw/look.ts'
import { headOf } from '../../preview/page/board-head.ts'
import { boardHtml } from '../../preview/page/board-html.ts'
import { boardSize, boardSvg } from '../../preview/page/board-svg.ts'
import { drawBoard } from '../../preview/page/draw-board.ts'
import { askPrometheus } from '../ask-prometheus.ts'
import { type DashboardFile, readDashboard, renderedDashboards } from '../dashboard-files.ts'
import { resultJson, talk } from '../output.ts'
import { readRunState } from '../run-state.ts'
import { takePicture } from '../take-picture.ts'
import { writeOutput } from '../write-output.ts'

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
  const written: { readonly dashboard: string; readonly file: string; readonly bytes: number }[] = []
  for (const file of files) {
    const { path, bytes } = await drawFile(file, { ...source, ask: kept.ask }, options)
    written.push({ dashboard: file.name, file: path, bytes })
    if (options.json !== true) talk(`${path} (${Math.round(bytes / 1024)} kB)`)
  }
  if (options.record !== undefined) {
    const { now, from, to, width, variables } = source
    const recording: Recording = { now, from, to, width, variables, answers: kept.answers() }
    await writeOutput(options.record, `${JSON.stringify(recording)}\n`)
  }
  tellFailures(Object.values(kept.answers()), options)
  if (options.json === true) resultJson(written)
}

/** Panels show what failed of them; that nothing was answered is a failure of the whole. */
function tellFailures(answers: readonly ApiAnswer[], { replay }: SnapshotOptions): void {
  const failures = answers.flatMap((answer) => (answer.status === 'error' ? [answer.error] : []))
  const [first] = failures
  if (first === undefined) return
  if (failures.length === answers.length && replay === undefined)
    throw new BelfryError('REQUEST_FAILED', `no query was answered: ${first}`, {
      hint: 'Run `belfry up` first, or say with --prometheus where data comes from.',
    })
  talk(`${failures.length} of ${answers.length} queries failed; their panels say why`)
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
  const recording = readRecording(parse(text))
  if (recording === null) throw new BelfryError('CONFIG_INVALID', `${path} is no recording`)
  return recording
}

/** `null` for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
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
  const head = headOf(loaded, 'utc')
  const svg = boardSvg(drawn, { head })
  if (options.format === 'html') return write(path, boardHtml(drawn, svg, board.title))
  if (options.format === 'svg') return write(path, svg)
  return write(path, await takePicture(svg, boardSize(drawn, head)))
}

function rangeOf(source: Source, saved: { readonly from: string; readonly to: string }): TimeRange {
  const [from, to] = [source.from || saved.from, source.to || saved.to]
  const range = readTimeRange(from, to, source.now)
  if (range !== null) return range
  throw new BelfryError('BAD_OPTION', `${from} to ${to} is no range of time`, { hint: timeHint })
}

async function write(
  path: string,
  content: string | Uint8Array,
): Promise<{ readonly path: string; readonly bytes: number }> {
  await writeOutput(path, content)
  return { path, bytes: Buffer.byteLength(content) }
}
