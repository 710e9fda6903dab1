import type { Board, BoardPanel } from '../../preview/board/board.ts'
import { type JsonObject, listOf, objectOf } from '../../preview/board/json-value.ts'

/** Below this width, in pixels, panels stand under each other. */
export const narrowWidth = 720

/** The same dashboard for a phone: each panel as wide as the page, two small ones side by side. */
export function narrowBoard(board: Board): Board {
  return { ...board, sections: board.sections.map((section) => ({ ...section, panels: stacked(section.panels) })) }
}

function stacked(panels: readonly BoardPanel[]): readonly BoardPanel[] {
  let [x, y, height] = [0, 0, 0]
  const ordered = [...panels].sort((one, other) => one.grid.y - other.grid.y || one.grid.x - other.grid.x)
  return ordered.map((panel) => {
    const w = isSmall(panel) ? 12 : 24
    if (x + w > 24) [x, y, height] = [0, y + height, 0]
    const grid = { x, y, w, h: panel.grid.h }
    x += w
    height = Math.max(height, panel.grid.h)
    return { ...panel, grid, repeatDirection: 'v', options: { ...panel.options, legend: briefLegend(panel.options) } }
  })
}

const isSmall = ({ type, grid, repeat }: BoardPanel): boolean =>
  repeat === '' && grid.w <= 8 && (type === 'stat' || type === 'gauge')

/** Below the plot and with the last calculations only: more would leave no room for the names. */
function briefLegend({ legend }: JsonObject): JsonObject {
  const options = objectOf(legend)
  return { ...options, placement: 'bottom', calcs: listOf(options.calcs).slice(-2) }
}
