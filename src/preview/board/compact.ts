import type { Grid } from './board.ts'

/** Moves everything up until it stands on something, as Grafana does on load: no holes, and nothing on top of each other. */
export function compacted<T extends { readonly grid: Grid }>(items: readonly T[]): readonly T[] {
  const placed: Grid[] = []
  const moved = new Map<T, T>()
  const downwards = [...items].sort((one, other) => one.grid.y - other.grid.y || one.grid.x - other.grid.x)
  for (const item of downwards) {
    const { x, w } = item.grid
    const below = placed.filter((one) => one.x < x + w && x < one.x + one.w)
    const grid = { ...item.grid, y: Math.max(0, ...below.map((one) => one.y + one.h)) }
    placed.push(grid)
    moved.set(item, { ...item, grid })
  }
  return items.map((item) => moved.get(item) ?? item)
}
