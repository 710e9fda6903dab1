import { textOf, textsOf } from '../board/json-value.ts'
import { tooltipBox, tooltipText } from '../charts/tooltip.ts'
import type { DrawContext, Drawing } from '../draw/drawing.ts'
import { legendOptions, placeLegend } from '../draw/legend.ts'
import type { LegendItem } from '../draw/legend-item.ts'
import { noData } from '../draw/no-data.ts'
import { text } from '../draw/svg.ts'
import { written } from '../draw/written.ts'
import { singleValues } from './single-values.ts'

interface Slice {
  readonly name: string
  readonly color: string
  readonly value: number
  readonly shown: string
  readonly share: number
}

/** Shares of a whole. */
export function drawPieChart(context: DrawContext): Drawing {
  const { panel, look } = context
  const slices = slicesOf(context)
  if (slices.length === 0) return noData(context)
  const options = legendOptions(panel)
  const words = textsOf((panel.options.legend as { values?: unknown } | undefined)?.values)
  const items: LegendItem[] = slices.map(({ name, color, shown, share }) => ({
    name,
    color,
    values: words.flatMap((word) =>
      word === 'value'
        ? [{ title: 'Value', text: shown }]
        : word === 'percent'
          ? [{ title: 'Percent', text: percent(share) }]
          : [],
    ),
  }))
  const { svg, plot } = placeLegend(context, options, items)
  const radius = Math.max(4, Math.min(plot.w, plot.h) / 2 - 4)
  const center = { x: plot.x + plot.w / 2, y: plot.y + plot.h / 2 }
  const isDonut = textOf(panel.options.pieType, 'pie') === 'donut'
  const option = {
    animation: false,
    tooltip: tooltipBox(look, 'item', (params) => {
      const slice = slices[Number((params as { dataIndex?: unknown }).dataIndex)]
      return slice === undefined
        ? ''
        : tooltipText(slice.name, [{ color: slice.color, name: percent(slice.share), value: slice.shown }])
    }),
    series: [
      {
        type: 'pie',
        animation: false,
        center: [radius, radius],
        radius: [isDonut ? radius * 0.62 : 0, radius],
        startAngle: 90,
        label: { show: false },
        labelLine: { show: false },
        emphasis: { scale: false },
        data: slices.map(({ name, value, color }) => ({
          name,
          value,
          itemStyle: { color, borderColor: look.panel, borderWidth: 1.5 },
        })),
      },
    ],
  }
  const rect = { x: center.x - radius, y: center.y - radius, w: radius * 2, h: radius * 2 }
  return { svg: svg + labels(context, slices, center, radius), charts: [{ rect, option, isTimed: false }] }
}

function slicesOf(context: DrawContext): readonly Slice[] {
  const { look, panel } = context
  const values = singleValues(context).filter(({ display }) => Number.isFinite(display.numeric) && display.numeric > 0)
  const sum = values.reduce((total, { display }) => total + display.numeric, 0)
  const slices = values.map(({ display }) => ({
    name: display.title ?? '',
    color: look.color(display.color ?? look.text),
    value: display.numeric,
    shown: written(display),
    share: display.numeric / sum,
  }))
  const sort = textOf(panel.options.sort, 'desc')
  if (sort === 'none') return slices
  return slices.sort((one, other) => (sort === 'asc' ? one.value - other.value : other.value - one.value))
}

const percent = (share: number): string => `${Math.round(share * 100)}%`

/** What the panel writes around the pie, of slices that have room for it. */
function labels(
  { panel, look }: DrawContext,
  slices: readonly Slice[],
  center: { readonly x: number; readonly y: number },
  radius: number,
): string {
  const words = textsOf(panel.options.displayLabels)
  if (words.length === 0) return ''
  let turned = 0
  return slices
    .map(({ name, shown, share }) => {
      const angle = (turned + share / 2) * 2 * Math.PI - Math.PI / 2
      turned += share
      if (share < 0.05) return ''
      const parts = words.map((word) => (word === 'name' ? name : word === 'value' ? shown : percent(share)))
      const reach = radius + 10
      const x = center.x + Math.cos(angle) * reach
      const anchor = Math.cos(angle) >= 0 ? 'start' : 'end'
      return text(x, center.y + Math.sin(angle) * reach + 4, parts.join(' '), {
        size: 11,
        fill: look.text,
        anchor,
        width: 90,
      })
    })
    .join('')
}
