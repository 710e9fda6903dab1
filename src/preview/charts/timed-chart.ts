import type { Rect } from '../draw/drawing.ts'
import type { ChartOption } from '../vendor/echarts.js'

/** Room around a plot in which points and strokes at its edge stay whole. */
export const bleed = 4

/** The part of an option that all charts over time share. */
export function timedChart(from: number, to: number): ChartOption {
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: 'Inter, sans-serif' },
    grid: { left: bleed, right: bleed, top: bleed, bottom: bleed, outerBoundsMode: 'none', containLabel: false },
    xAxis: { type: 'time', min: from, max: to, show: false, axisPointer: { show: true, label: { show: false } } },
  }
}

/** Where a chart of a plot lies. */
export function chartRect({ x, y, w, h }: Rect): Rect {
  return { x: x - bleed, y: y - bleed, w: w + 2 * bleed, h: h + 2 * bleed }
}
