import type { BoardPanel } from '../board/board.ts'
import { type JsonObject, objectOf } from '../board/json-value.ts'

const bySeries = new Set(['timeseries', 'piechart', 'histogram', 'barchart'])
const steps = [
  { value: null, color: 'green' },
  { value: 80, color: 'red' },
]

/** Field options as Grafana completes them on load: what a panel does not say, its type does. */
export function completeDefaults({ type, fieldConfig: { defaults } }: BoardPanel): JsonObject {
  const mode = bySeries.has(type) ? 'palette-classic' : type === 'state-timeline' ? 'continuous-GrYlRd' : 'thresholds'
  const color = objectOf(defaults.color)
  return {
    ...defaults,
    color: typeof color.mode === 'string' ? color : { mode },
    thresholds: defaults.thresholds ?? { mode: 'absolute', steps },
  }
}
