import type { Rect } from './drawing.ts'

/**
 * Tiles of one size that fill a rectangle: in a row when it is wide, in a column when it is high, or as asked.
 *
 * @param shape - how much wider than high a tile is best.
 */
export function tileGrid(
  count: number,
  { width, height }: { readonly width: number; readonly height: number },
  {
    orientation,
    shape,
    between = 8,
  }: { readonly orientation: string; readonly shape: number; readonly between?: number },
): readonly Rect[] {
  const columns =
    orientation === 'vertical' ? count : orientation === 'horizontal' ? 1 : bestColumns(count, width / height / shape)
  const rows = Math.ceil(count / columns)
  const h = (height - (rows - 1) * between) / rows
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns)
    const inRow = row === rows - 1 ? count - row * columns : columns
    const w = (width - (inRow - 1) * between) / inRow
    return { x: (index % columns) * (w + between), y: row * (h + between), w, h }
  })
}

/**
 * The number of columns whose tiles are nearest to their best shape.
 *
 * @param room - of the rectangle, how often its shape is that of a tile.
 */
function bestColumns(count: number, room: number): number {
  let best = 1
  let score = Number.POSITIVE_INFINITY
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const empty = rows * columns - count
    const own = Math.abs(Math.log((room * rows) / columns)) + empty * 0.15
    if (own < score) [best, score] = [columns, own]
  }
  return best
}
