import { flagOf, numberOf, objectOf, textOf } from '../board/json-value.ts'
import type { DrawContext } from '../draw/drawing.ts'
import { type DataFrame, type DisplayValue, type Field, getFieldDisplayName } from '../vendor/grafana-data.js'
import { seriesColor } from './series-color.ts'

/** A line, an area, bars or points of a time series panel. */
export interface GraphSeries {
  readonly name: string
  readonly color: string
  readonly field: Field
  readonly times: readonly number[]
  readonly values: readonly (number | null)[]
  readonly display: (value: unknown, decimals?: number) => DisplayValue
  readonly look: GraphLook
  /** Series with the same key share an axis. */
  readonly axis: string
}

/** How a series is drawn: Grafana's own words. */
export interface GraphLook {
  readonly style: 'line' | 'bars' | 'points'
  readonly interpolation: 'linear' | 'smooth' | 'stepBefore' | 'stepAfter'
  readonly lineWidth: number
  readonly fillOpacity: number
  readonly gradient: 'none' | 'opacity' | 'hue' | 'scheme'
  readonly dash: readonly number[] | null
  readonly points: 'auto' | 'always' | 'never'
  readonly pointSize: number
  /** `true` joins over gaps; a number of milliseconds over gaps that are no longer. */
  readonly spanNulls: boolean | number
  readonly stacking: 'none' | 'normal' | 'percent'
  readonly stackGroup: string
  readonly transform: '' | 'negative-Y' | 'constant'
  readonly placement: 'auto' | 'left' | 'right' | 'hidden'
  readonly axisLabel: string
  readonly log: number | null
  readonly softMin: number | null
  readonly softMax: number | null
  readonly isCentered: boolean
  /** Share of a step that a bar is wide. */
  readonly barWidth: number
  /** Whether bars end at their time (-1), stand in its middle (0), or begin there (1). */
  readonly barAlignment: number
  readonly isHidden: boolean
  readonly isInLegend: boolean
  readonly thresholds: string
}

/** The series of a panel's frames, in their order. */
export function graphSeries({ frames, look }: Pick<DrawContext, 'frames' | 'look'>): readonly GraphSeries[] {
  return frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === 'time')
    if (time === undefined) return []
    const times = time.values.map((value) => (typeof value === 'number' ? value : Date.parse(String(value))))
    return frame.fields
      .filter(({ type }) => type === 'number' || type === 'boolean')
      .map((field) => seriesOf(field, frame, frames, times, look))
  })
}

function seriesOf(
  field: Field,
  frame: DataFrame,
  frames: readonly DataFrame[],
  times: readonly number[],
  look: DrawContext['look'],
): GraphSeries {
  const style = graphLook(objectOf(field.config.custom))
  const values = field.values.map((value) => drawable(value, style))
  return {
    name: getFieldDisplayName(field, frame, [...frames]),
    color: seriesColor(field, look),
    field,
    times,
    values,
    display: (value, decimals) => field.display?.(value, decimals) ?? { text: String(value), numeric: Number(value) },
    look: style,
    axis: axisKey(field, style),
  }
}

function drawable(value: unknown, { transform }: GraphLook): number | null {
  const number = typeof value === 'boolean' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return null
  return transform === 'negative-Y' ? -number : number
}

function axisKey({ config }: Field, look: GraphLook): string {
  const { unit = '', min, max } = config
  return [unit, min, max, look.placement, look.log, look.softMin, look.softMax, look.axisLabel].join('|')
}

function graphLook(custom: ReturnType<typeof objectOf>): GraphLook {
  const style = textOf(custom.drawStyle, 'line')
  const stacking = objectOf(custom.stacking)
  const scale = objectOf(custom.scaleDistribution)
  const hide = objectOf(custom.hideFrom)
  const lineStyle = objectOf(custom.lineStyle)
  return {
    style: style === 'bars' || style === 'points' ? style : 'line',
    interpolation: oneOf(custom.lineInterpolation, ['linear', 'smooth', 'stepBefore', 'stepAfter']),
    lineWidth: numberOf(custom.lineWidth, 1),
    fillOpacity: numberOf(custom.fillOpacity, 0),
    gradient: oneOf(custom.gradientMode, ['none', 'opacity', 'hue', 'scheme']),
    dash: dashOf(lineStyle),
    points: oneOf(custom.showPoints, ['auto', 'always', 'never']),
    pointSize: numberOf(custom.pointSize, 5),
    spanNulls: typeof custom.spanNulls === 'number' ? custom.spanNulls : flagOf(custom.spanNulls),
    stacking: oneOf(stacking.mode, ['none', 'normal', 'percent']),
    stackGroup: textOf(stacking.group, 'A'),
    transform: custom.transform === 'negative-Y' ? 'negative-Y' : '',
    placement: oneOf(custom.axisPlacement, ['auto', 'left', 'right', 'hidden']),
    axisLabel: textOf(custom.axisLabel),
    log: scale.type === 'log' ? numberOf(scale.log, 10) : null,
    softMin: typeof custom.axisSoftMin === 'number' ? custom.axisSoftMin : null,
    softMax: typeof custom.axisSoftMax === 'number' ? custom.axisSoftMax : null,
    isCentered: flagOf(custom.axisCenteredZero),
    barWidth: numberOf(custom.barWidthFactor, 0.6),
    barAlignment: Math.sign(numberOf(custom.barAlignment, 0)),
    isHidden: flagOf(hide.viz),
    isInLegend: !flagOf(hide.legend),
    thresholds: textOf(objectOf(custom.thresholdsStyle).mode, 'off'),
  }
}

function dashOf(lineStyle: ReturnType<typeof objectOf>): readonly number[] | null {
  if (lineStyle.fill !== 'dash' && lineStyle.fill !== 'dot') return null
  const dash = Array.isArray(lineStyle.dash) ? lineStyle.dash.map(Number) : []
  return dash.length > 0 ? dash : lineStyle.fill === 'dot' ? [1, 6] : [8, 8]
}

function oneOf<const T extends string>(value: unknown, known: readonly [T, ...T[]]): T {
  return known.find((one) => one === value) ?? known[0]
}
