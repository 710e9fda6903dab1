import type { Look } from '../draw/look.ts'
import { type Field, getFieldSeriesColor } from '../vendor/grafana-data.js'

/** The one colour of a series: fixed, of the palette, or that of its last value. */
export function seriesColor(field: Field, look: Look): string {
  return look.color(getFieldSeriesColor(field, look.theme).color ?? look.unknown)
}
