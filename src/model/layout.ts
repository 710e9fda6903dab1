/** Columns of Grafana's grid. */
export const gridColumns = 24

export interface GridPos {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface Box {
  readonly w: number
  readonly h: number
  /** Takes a line of its own, because Grafana repeats it across the whole width. */
  readonly alone: boolean
}

/**
 * Places boxes from left to right, wrapping at the last column; a line is as high as its highest box.
 *
 * @param y - line at which the first box stands.
 * @returns a position for each box, and the first free line below them.
 */
export function flow(
  boxes: readonly Box[],
  y: number,
): { readonly positions: readonly GridPos[]; readonly bottom: number } {
  const positions: GridPos[] = []
  let x = 0
  let top = y
  let bottom = y
  let closed = false
  for (const box of boxes) {
    const w = Math.min(Math.max(box.w, 1), gridColumns)
    if (x > 0 && (closed || box.alone || x + w > gridColumns)) {
      x = 0
      top = bottom
    }
    positions.push({ x, y: top, w, h: box.h })
    bottom = Math.max(bottom, top + box.h)
    x += w
    closed = box.alone
  }
  return { positions, bottom }
}
