import type { BoardPanel, BoardTarget } from '../board/board.ts'
import { type ApiRequest, instantQuery, rangeQuery } from './api.ts'
import { builtInScope, interpolate, type Scope, within } from './interpolate.ts'
import { type Intervals, intervalsOf } from './intervals.ts'
import { durationMs, readTime, type TimeRange } from './time-range.ts'

/** One query of a panel: what is asked, and how the answer is read. */
export interface PlannedQuery {
  readonly target: BoardTarget
  /** `null` when it is not asked. */
  readonly request: ApiRequest | null
  /** PromQL with all variables replaced. */
  readonly expr: string
  readonly kind: 'range' | 'instant'
  /** Seconds. */
  readonly start: number
  readonly end: number
  readonly step: number
  readonly scope: Scope
}

export interface QueryPlan {
  /** The range that the panel shows: its own, or the dashboard's. */
  readonly range: TimeRange
  readonly intervals: Intervals
  readonly queries: readonly PlannedQuery[]
}

export interface PlanOptions {
  readonly range: TimeRange
  readonly scope: Scope
  /** Of the panel, in pixels. */
  readonly width: number
  readonly dashboard: string
  /** Milliseconds between scrapes where nothing says. @default 15000 */
  readonly scrapeInterval?: number
}

/** Panels that ask nothing, whatever queries they carry. */
const silent = new Set(['text', 'alertlist', 'dashlist', 'news', 'logs'])

/** What has to be asked for a panel. Its width decides the step, as in Grafana. */
export function planQueries(panel: BoardPanel, options: PlanOptions): QueryPlan {
  const range = rangeOf(panel, options.range)
  const shown = silent.has(panel.type) ? [] : panel.targets.filter(({ hide }) => !hide)
  const queries = shown.flatMap((target) => planTarget(panel, target, range, options))
  return { range, intervals: intervalsFor(panel, null, range, options), queries }
}

function intervalsFor(
  panel: BoardPanel,
  target: BoardTarget | null,
  range: TimeRange,
  options: PlanOptions,
): Intervals {
  const duration = (text: string): number | null => durationMs(interpolate(text, options.scope, 'csv'))
  const ownStep = duration(target?.interval ?? '')
  return intervalsOf({
    range: range.to - range.from,
    maxDataPoints: panel.maxDataPoints ?? options.width,
    minStep: ownStep ?? duration(panel.interval),
    ownStep,
    ...(options.scrapeInterval === undefined ? {} : { scrapeInterval: options.scrapeInterval }),
    ...(target === null ? {} : { intervalFactor: target.intervalFactor }),
  })
}

function planTarget(
  panel: BoardPanel,
  target: BoardTarget,
  range: TimeRange,
  options: PlanOptions,
): readonly PlannedQuery[] {
  const intervals = intervalsFor(panel, target, range, options)
  const scope = within(options.scope, builtInScope(range, intervals, options.dashboard))
  const expr = interpolate(target.expr, scope, 'promql')
  const step = intervals.step / 1000
  const planned = (kind: PlannedQuery['kind'], start: number, end: number, request: ApiRequest): PlannedQuery => ({
    target,
    request: target.unsupported === '' ? request : null,
    expr,
    kind,
    start,
    end,
    step,
    scope,
  })
  const end = range.to / 1000
  const [first, last] = [Math.floor(range.from / 1000 / step) * step, Math.floor(end / step) * step]
  const asked: PlannedQuery[] = []
  if (target.range || !target.instant) asked.push(planned('range', first, last, rangeQuery(expr, first, last, step)))
  if (target.instant) asked.push(planned('instant', end, end, instantQuery(expr, end)))
  return asked
}

/** `timeFrom` sets a length of its own, `timeShift` moves it back. */
function rangeOf(panel: BoardPanel, range: TimeRange): TimeRange {
  let { from, to } = range
  const own = panel.timeFrom === '' ? null : readTime(`now-${panel.timeFrom.replace(/^now-/, '')}`, to)
  if (own !== null) from = own
  const shift = panel.timeShift === '' ? null : durationMs(panel.timeShift)
  if (shift !== null) [from, to] = [from - shift, to - shift]
  return from === range.from && to === range.to ? range : { from, to, raw: range.raw }
}
