import type { Rect } from '../draw/drawing.ts'
import { type Look, withAlpha } from '../draw/look.ts'
import { line, rect } from '../draw/svg.ts'
import { type GraphAxis, yOf } from './graph-axes.ts'
import type { GraphSeries } from './graph-series.ts'

/** Thresholds of the first series that shows them: as lines, dashed lines, areas, or both. */
export function thresholdMarks(
  series: readonly GraphSeries[],
  axes: readonly GraphAxis[],
  plot: Rect,
  look: Look,
): string {
  const shown = series.find((one) => one.look.thresholds !== 'off' && one.field.config.thresholds !== undefined)
  const axis = axes.find(({ key }) => key === shown?.axis)
  const config = shown?.field.config.thresholds
  if (shown === undefined || axis === undefined || config === undefined) return ''
  const { min, max } = axis.scale
  const steps = config.steps.map(({ value, color }) => ({
    value: config.mode === 'percentage' ? min + ((max - min) * value) / 100 : value,
    color,
  }))
  const style = shown.look.thresholds
  const y = (value: number): number =>
    Math.min(plot.y + plot.h, Math.max(plot.y, yOf(Math.max(min, Math.min(max, value)), axis.scale, plot)))
  const areas = steps.map(({ value, color }, index) => {
    const next = steps[index + 1]?.value ?? Number.POSITIVE_INFINITY
    const [top, bottom] = [y(next), y(value)]
    if (color === 'transparent' || bottom - top < 0.5) return ''
    return rect(plot.x, top, plot.w, bottom - top, { fill: withAlpha(look.color(color), 0.12) })
  })
  const lines = steps
    .filter(({ value, color }) => color !== 'transparent' && Number.isFinite(value) && value >= min && value <= max)
    .map(({ value, color }) =>
      line(plot.x, y(value), plot.x + plot.w, y(value), {
        stroke: look.color(color),
        'stroke-width': 1.5,
        'stroke-opacity': 0.8,
        'stroke-dasharray': style.startsWith('dashed') ? '6 5' : undefined,
      }),
    )
  return [...(style.includes('area') ? areas : []), ...(style === 'area' ? [] : lines)].join('')
}
