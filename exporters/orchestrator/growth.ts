/**
 * A counter out of a number of rows: it grows as the table does, and stands still while old rows are removed, which
 * Prometheus would take for a restart followed by as many events as rows are left.
 */
export function createGrowth(): (key: string, rows: number) => number {
  const counts = new Map<string, { rows: number; total: number }>()
  return (key, rows) => {
    const before = counts.get(key)
    const total = before === undefined ? rows : before.total + Math.max(0, rows - before.rows)
    counts.set(key, { rows, total })
    return total
  }
}
