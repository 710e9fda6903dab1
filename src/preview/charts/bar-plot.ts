import type { Chart, DrawContext, Rect } from '../draw/drawing.ts'
import { withAlpha } from '../draw/look.ts'
import { textWidth } from '../draw/measure-text.ts'
import { line, text } from '../draw/svg.ts'
import { tickLabels, valueScale } from '../draw/value-scale.ts'
import { written } from '../draw/written.ts'
import type { DisplayValue } from '../vendor/grafana-data.js'
import { crisp, yOf } from './graph-axes.ts'
import { bleed, chartRect } from './timed-chart.ts'
import { tooltipBox, tooltipText } from './tooltip.ts'

/** Bars beside or upon each other, one group for each name. */
export interface BarPlot {
  readonly names: readonly string[]
  readonly groups: readonly {
    readonly name: string
    readonly color: string
    readonly values: readonly (number | null)[]
    readonly display: (value: unknown, decimals?: number) => DisplayValue
  }[]
  readonly isStacked: boolean
  /** Opacity of bars, 0 to 1. */
  readonly opacity: number
  /** Share of its room that a group takes. */
  readonly share: number
  readonly unit: string
}

export function barPlot(context: DrawContext, outer: Rect, bars: BarPlot): { svg: string; chart: Chart } {
  const { look } = context
  const sums = bars.names.map((_, index) =>
    bars.groups
      .map(({ values }) => values[index] ?? 0)
      .reduce((sum, value) => (bars.isStacked ? sum + value : Math.max(sum, value)), 0),
  )
  const lows = bars.groups.flatMap(({ values }) => values.map((value) => value ?? 0))
  const { min: least, max: most, decimals } = bars.groups[0] === undefined ? {} : limits(context)
  const scale = valueScale({
    low: Math.min(0, ...lows),
    high: Math.max(0, ...sums),
    min: least ?? null,
    max: most ?? null,
    softMin: null,
    softMax: null,
    unit: bars.unit,
    height: outer.h - 26,
    log: null,
    isCentered: false,
    decimals: decimals ?? null,
  })
  const display = bars.groups[0]?.display ?? ((value: unknown) => ({ text: String(value), numeric: Number(value) }))
  const labels = tickLabels(scale.ticks, display, decimals ?? null)
  const left = Math.max(20, ...labels.map((label) => textWidth(label, 11))) + 8
  const plot: Rect = {
    x: outer.x + left,
    y: outer.y + 6,
    w: Math.max(10, outer.w - left - 8),
    h: Math.max(10, outer.h - 26),
  }
  const grid = scale.ticks.map((tick, index) => {
    const y = yOf(tick, scale, plot)
    return (
      line(plot.x, crisp(y), plot.x + plot.w, crisp(y), { stroke: look.grid }) +
      text(plot.x - 8, y + 4, labels[index] ?? '', { size: 11, fill: look.soft, anchor: 'end' })
    )
  })
  const option = {
    animation: false,
    grid: { left: bleed, right: bleed, top: bleed, bottom: bleed, outerBoundsMode: 'none' },
    xAxis: { type: 'category', data: bars.names, show: false },
    yAxis: { type: 'value', min: scale.min, max: scale.max, show: false },
    tooltip: tooltipBox(look, 'axis', (params) => {
      const [first] = Array.isArray(params) ? (params as { dataIndex?: unknown }[]) : []
      const index = Number(first?.dataIndex)
      const rows = bars.groups.map(({ color, name, display, values }) => ({
        color,
        name,
        value: written(display(values[index])),
      }))
      return tooltipText(bars.names[index] ?? '', rows)
    }),
    series: bars.groups.map(({ name, color, values }) => ({
      type: 'bar',
      name,
      animation: false,
      silent: true,
      ...(bars.isStacked ? { stack: 'all' } : {}),
      barCategoryGap: `${Math.round((1 - bars.share) * 100)}%`,
      barGap: '4%',
      data: [...values],
      itemStyle: { color: withAlpha(color, bars.opacity), borderColor: color, borderWidth: 1 },
    })),
  }
  return {
    svg: grid.join('') + nameLabels(bars.names, plot, look.soft),
    chart: { rect: chartRect(plot), option, isTimed: false },
  }
}

function limits({ frames }: DrawContext): { min?: number; max?: number; decimals?: number } {
  const field = frames.flatMap(({ fields }) => fields).find(({ type }) => type === 'number')
  const { min, max, decimals } = field?.config ?? {}
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(decimals === undefined ? {} : { decimals }),
  }
}

function nameLabels(names: readonly string[], plot: Rect, ink: string): string {
  const room = plot.w / Math.max(1, names.length)
  const widest = Math.max(20, ...names.map((name) => textWidth(name, 11))) + 10
  const every = Math.max(1, Math.ceil(Math.min(widest, 110) / room))
  return names
    .map((name, index) =>
      index % every === 0
        ? text(plot.x + (index + 0.5) * room, plot.y + plot.h + 16, name, {
            size: 11,
            fill: ink,
            anchor: 'middle',
            width: room * every - 6,
          })
        : '',
    )
    .join('')
}
