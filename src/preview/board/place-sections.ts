import type { Board, BoardPanel, BoardSection, Grid } from './board.ts'
import { compacted } from './compact.ts'

/** Values of a variable that repeats something. */
export type RepeatValues = (variable: string) => readonly { readonly value: string; readonly text: string }[]

/** One variable that a repeat holds still. */
export interface Held {
  readonly name: string
  readonly value: string
  readonly text: string
}

export interface PlacedPanel {
  readonly panel: BoardPanel
  /** Of one instance on the page; a repeat adds its number. */
  readonly key: string
  readonly held: readonly Held[]
  /** In grid units of the whole page. */
  readonly grid: Grid
}

export interface PlacedRow {
  readonly key: string
  readonly title: string
  readonly isCollapsed: boolean
  readonly held: readonly Held[]
  readonly y: number
  /** How many panels it holds. */
  readonly count: number
}

export interface PlacedBoard {
  readonly rows: readonly PlacedRow[]
  readonly panels: readonly PlacedPanel[]
  /** Grid units. */
  readonly height: number
}

/**
 * Puts every section below the one before it, repeats rows and panels, and leaves out panels of collapsed rows.
 *
 * @param collapsed - whether a row is closed, by key and by how it is saved.
 */
export function placeSections(
  board: Board,
  values: RepeatValues,
  collapsed: (key: string, saved: boolean) => boolean = (_, saved) => saved,
): PlacedBoard {
  const rows: PlacedRow[] = []
  const panels: PlacedPanel[] = []
  let top = 0
  for (const { section, key, held } of board.sections.flatMap((one) => repeatedSections(one, values))) {
    const isCollapsed = section.row !== null && collapsed(key, section.row.collapsed)
    if (section.row !== null) {
      rows.push({ key, title: section.row.title, isCollapsed, held, y: top, count: section.panels.length })
      top += 1
    }
    if (isCollapsed) continue
    const placed = compacted(repeatedPanels(section.panels, values, held))
    for (const one of placed)
      panels.push({
        ...one,
        key: key === section.key ? one.key : `${key}-${one.key}`,
        held: [...held, ...one.held],
        grid: { ...one.grid, y: one.grid.y + top },
      })
    top += Math.max(0, ...placed.map(({ grid }) => grid.y + grid.h))
  }
  return { rows, panels, height: top }
}

interface Instance {
  readonly section: BoardSection
  readonly key: string
  readonly held: readonly Held[]
}

function repeatedSections(section: BoardSection, values: RepeatValues): readonly Instance[] {
  const name = section.row?.repeat ?? ''
  const found = name === '' ? [] : values(name)
  if (found.length === 0) return [{ section, key: section.key, held: [] }]
  return found.map(({ value, text }, index) => ({
    section,
    key: index === 0 ? section.key : `${section.key}r${index + 1}`,
    held: [{ name, value, text }],
  }))
}

/** As in Grafana: instances stand side by side or below each other, and push what is below them down. */
function repeatedPanels(
  panels: readonly BoardPanel[],
  values: RepeatValues,
  outer: readonly Held[],
): readonly PlacedPanel[] {
  const placed: PlacedPanel[] = []
  let pushed: { readonly below: number; readonly by: number }[] = []
  const shifted = (y: number): number => pushed.reduce((sum, { below, by }) => (y >= below ? sum + by : sum), y)
  for (const panel of panels) {
    const isHeld = outer.some(({ name }) => name === panel.repeat)
    const found = panel.repeat === '' || isHeld ? [] : values(panel.repeat)
    const y = shifted(panel.grid.y)
    if (found.length === 0) {
      placed.push({ panel, key: panel.key, held: [], grid: { ...panel.grid, y } })
      continue
    }
    const { w, h, x } = panel.grid
    const isVertical = panel.repeatDirection === 'v'
    const perRow = isVertical ? 1 : Math.min(panel.maxPerRow, found.length)
    const width = isVertical ? w : Math.floor(24 / perRow)
    found.forEach(({ value, text }, index) => {
      const [column, row] = [index % perRow, Math.floor(index / perRow)]
      placed.push({
        panel,
        key: index === 0 ? panel.key : `${panel.key}r${index + 1}`,
        held: [{ name: panel.repeat, value, text }],
        grid: { x: isVertical ? x : column * width, y: y + row * h, w: width, h },
      })
    })
    const rows = Math.ceil(found.length / perRow)
    if (rows > 1) pushed = [...pushed, { below: panel.grid.y + 1, by: (rows - 1) * h }]
  }
  return placed
}
