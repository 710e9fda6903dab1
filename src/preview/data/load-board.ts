import type { Board } from '../board/board.ts'
import { type PlacedBoard, type PlacedPanel, placeSections } from '../board/place-sections.ts'
import type { AnnotationMark } from '../draw/drawing.ts'
import { type Ask, askOnce } from './api.ts'
import { type Scope, single, within } from './interpolate.ts'
import { loadAnnotations } from './load-annotations.ts'
import { loadPanel, type PanelData } from './load-panel.ts'
import { type ResolvedVariables, resolveVariables } from './resolve-variables.ts'
import type { TimeRange } from './time-range.ts'

export interface LoadOptions {
  readonly ask: Ask
  readonly range: TimeRange
  /** Values of variables by name; `$__all` for all. @default what the dashboard saved */
  readonly variables?: Readonly<Record<string, readonly string[]>>
  /** Of the page, in pixels; it decides how many points are asked for. */
  readonly width: number
  /** Rows that the reader opened (`false`) or closed (`true`), by key. @default as saved */
  readonly collapsed?: ReadonlyMap<string, boolean>
  /** Whether rows are open that are saved closed. @default false */
  readonly areRowsOpen?: boolean
  /** Milliseconds between scrapes where nothing says. @default 15000 */
  readonly scrapeInterval?: number
}

export interface LoadedPanel extends PlacedPanel {
  readonly data: PanelData
}

/** A dashboard with its data: all that drawing needs, for either theme. */
export interface LoadedBoard {
  readonly board: Board
  readonly range: TimeRange
  readonly width: number
  readonly variables: ResolvedVariables['variables']
  readonly scope: Scope
  readonly rows: PlacedBoard['rows']
  readonly panels: readonly LoadedPanel[]
  /** Grid units. */
  readonly height: number
  readonly annotations: readonly AnnotationMark[]
}

/** Pixels between panels, and of one grid unit with its gap. */
export const gap = 8
export const unitHeight = 38
/** Pixels around the page. */
export const margin = 16

/** Asks all that a dashboard shows. Never rejects: what fails is told where it would show. */
export async function loadBoard(board: Board, options: LoadOptions): Promise<LoadedBoard> {
  const { range, width, collapsed, areRowsOpen = false } = options
  const ask = askOnce(options.ask)
  const dashboard = board.title
  const { variables, scope } = await resolveVariables(board.variables, options.variables ?? {}, {
    ask,
    range,
    dashboard,
  })
  const chosen = (name: string): readonly { readonly value: string; readonly text: string }[] => {
    const variable = variables.find((one) => one.name === name)
    const values = scope.get(name)?.values.filter((value) => value !== '') ?? []
    return values.map((value) => ({
      value,
      text: variable?.options.find((option) => option.value === value)?.text ?? value,
    }))
  }
  const placed = placeSections(board, chosen, (key, saved) => collapsed?.get(key) ?? (saved && !areRowsOpen))
  const shared = {
    range,
    dashboard,
    ...(options.scrapeInterval === undefined ? {} : { scrapeInterval: options.scrapeInterval }),
  }
  const [panels, annotations] = await Promise.all([
    Promise.all(
      placed.panels.map(async (one) => {
        const own = scopeOf(scope, one)
        const data = await loadPanel(one.panel, ask, { ...shared, scope: own, width: pixelWidth(one, width) })
        return { ...one, data }
      }),
    ),
    loadAnnotations(board.annotations, ask, range, scope, dashboard),
  ])
  return { board, range, width, variables, scope, rows: placed.rows, panels, height: placed.height, annotations }
}

/** Values of variables with those that a repeat holds still. */
export function scopeOf(scope: Scope, { held }: Pick<PlacedPanel, 'held'>): Scope {
  return within(scope, new Map(held.map(({ name, value, text }) => [name, single(value, text)])))
}

/** Pixels that a panel is wide. */
export function pixelWidth({ grid }: Pick<PlacedPanel, 'grid'>, width: number): number {
  return Math.floor(((width - 2 * margin + gap) / 24) * grid.w - gap)
}
