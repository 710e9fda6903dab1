import type { Rect } from '../draw/drawing.ts'
import { type Look, withAlpha } from '../draw/look.ts'
import type { ValueScale } from '../draw/value-scale.ts'
import { yOf } from './graph-axes.ts'
import type { GraphSeries } from './graph-series.ts'

/** A colour at a place between the top of a plot (0) and its bottom (1). */
export interface ColorStop {
  readonly offset: number
  readonly color: string
}

/** Places at which a scheme of flowing colours is looked at. */
const samples = 24

/** What colours of values are along the axis, from the top; `null` for a series that has one colour. */
export function schemeStops(
  { field, look: { gradient } }: GraphSeries,
  scale: ValueScale,
  look: Look,
  alpha = 1,
): readonly ColorStop[] | null {
  const { color, thresholds } = field.config
  const mode = color?.mode ?? ''
  const { display } = field
  if (gradient !== 'scheme' || display === undefined) return null
  const colorAt = (value: number): string => withAlpha(look.color(display(value).color ?? look.unknown), alpha)
  if (mode.startsWith('continuous-'))
    return Array.from({ length: samples + 1 }, (_, index) => {
      const offset = index / samples
      return { offset, color: colorAt(valueAt(offset, scale)) }
    })
  if (mode !== 'thresholds' || thresholds === undefined) return null
  const edges = thresholds.steps
    .map(({ value }) => (thresholds.mode === 'percentage' ? percentOf(value, field.config, scale) : value))
    .filter((value) => value > scale.min && value < scale.max)
    .sort((one, other) => other - one)
  const bounds = [scale.max, ...edges, scale.min]
  return bounds.slice(1).flatMap((below, index) => {
    const above = bounds[index] ?? scale.max
    const own = colorAt((above + below) / 2)
    return [above, below].map((value) => ({ offset: offsetOf(value, scale), color: own }))
  })
}

const unit: Rect = { x: 0, y: 0, w: 1, h: 1 }
const offsetOf = (value: number, scale: ValueScale): number => Math.min(1, Math.max(0, yOf(value, scale, unit)))

function valueAt(offset: number, { min, max, log }: ValueScale): number {
  return log === null ? max - offset * (max - min) : max * (min / max) ** offset
}

function percentOf(percent: number, config: { min?: number; max?: number }, scale: ValueScale): number {
  const [min, max] = [config.min ?? scale.min, config.max ?? scale.max]
  return min + ((max - min) * percent) / 100
}
