import type { PlacedRow } from '../board/place-sections.ts'
import { applyFields } from '../data/apply-fields.ts'
import { interpolate } from '../data/interpolate.ts'
import { gap, type LoadedBoard, type LoadedPanel, margin, pixelWidth, scopeOf, unitHeight } from '../data/load-board.ts'
import { chosenFrames, everySeries, type SeriesChoice } from '../data/series-choice.ts'
import type { Chart, Rect } from '../draw/drawing.ts'
import { type Look, lookOf, type ThemeName } from '../draw/look.ts'
import { drawPanel } from '../panels/draw-panel.ts'
import { panelFrame } from './panel-frame.ts'
import { rowHead } from './row-head.ts'

export interface DrawOptions {
  readonly theme: ThemeName
  /** @default 'utc' */
  readonly timeZone?: 'utc' | 'browser'
  /** Which series are shown, by the key of the panel. @default every series */
  readonly choices?: ReadonlyMap<string, SeriesChoice>
}

/** A panel or the head of a row, drawn. Places in it are relative to its own rectangle. */
export interface DrawnItem {
  readonly kind: 'panel' | 'row'
  readonly key: string
  /** On the page. */
  readonly rect: Rect
  readonly title: string
  /** Of a panel, its type; empty for a row. */
  readonly type: string
  readonly svg: string
  readonly charts: readonly Chart[]
  /** Of a row; else false. */
  readonly isCollapsed: boolean
}

export interface DrawnBoard {
  readonly width: number
  readonly height: number
  readonly look: Look
  readonly items: readonly DrawnItem[]
}

/** Draws all rows and panels. One that cannot be drawn says so in its place; nothing throws. */
export function drawBoard(loaded: LoadedBoard, options: DrawOptions): DrawnBoard {
  const look = lookOf(options.theme)
  const rows = loaded.rows.map((row) => drawnRow(row, loaded, look))
  const panels = loaded.panels.map((panel) => drawnPanel(panel, loaded, look, options))
  const items = [...rows, ...panels].sort((one, other) => one.rect.y - other.rect.y || one.rect.x - other.rect.x)
  return { width: loaded.width, height: loaded.height * unitHeight + margin, look, items }
}

function drawnRow(row: PlacedRow, loaded: LoadedBoard, look: Look): DrawnItem {
  const title = interpolate(row.title, scopeOf(loaded.scope, row), 'text')
  const rect = { x: margin, y: row.y * unitHeight, w: loaded.width - 2 * margin, h: unitHeight - gap }
  return {
    kind: 'row',
    key: row.key,
    rect,
    title,
    type: '',
    svg: rowHead({ title, isCollapsed: row.isCollapsed, count: row.count }, rect, look),
    charts: [],
    isCollapsed: row.isCollapsed,
  }
}

function drawnPanel(placed: LoadedPanel, loaded: LoadedBoard, look: Look, options: DrawOptions): DrawnItem {
  const { panel, data, grid, key } = placed
  const { timeZone = 'utc', choices } = options
  const title = interpolate(panel.title, data.scope, 'text')
  const unit = (loaded.width - 2 * margin + gap) / 24
  const rect = {
    x: margin + Math.round(unit * grid.x),
    y: grid.y * unitHeight,
    w: pixelWidth(placed, loaded.width),
    h: grid.h * unitHeight - gap,
  }
  const frame = panelFrame({ panel, title, rect, look, scope: data.scope, range: data.plan.range, errors: data.errors })
  const drawing = drawPanel({
    panel,
    data,
    frames: () =>
      chosenFrames(
        applyFields(panel, data.frames, { theme: look.theme, timeZone, scope: data.scope }),
        choices?.get(key) ?? everySeries,
      ),
    width: frame.content.w,
    height: frame.content.h,
    look,
    timeZone,
    key,
    annotations: loaded.annotations,
  })
  const inner = frame.content
  return {
    kind: 'panel',
    key,
    rect,
    title,
    type: panel.type,
    svg: frame.svg(drawing.svg),
    charts: drawing.charts.map((chart) => ({
      ...chart,
      rect: { ...chart.rect, x: chart.rect.x + inner.x, y: chart.rect.y + inner.y },
    })),
    isCollapsed: false,
  }
}
