import { flagOf, textOf } from '../board/json-value.ts'
import type { DrawContext, Drawing, Rect } from '../draw/drawing.ts'
import { withAlpha } from '../draw/look.ts'
import { textWidth } from '../draw/measure-text.ts'
import { noData } from '../draw/no-data.ts'
import { text } from '../draw/svg.ts'
import { tileGrid } from '../draw/tile-grid.ts'
import { written } from '../draw/written.ts'
import type { FieldDisplay } from '../vendor/grafana-data.js'
import { areNamed, singleValues } from './single-values.ts'

const [startAngle, endAngle] = [210, -30]
/** How much wider than high the place of an arc with its name is best, and pixels of the least. */
const [shape, lowest] = [1.2, 48]

/** An arc for each value, within a thinner one that shows where thresholds are. */
export function drawGauge(context: DrawContext): Drawing {
  const values = singleValues(context)
  if (values.length === 0) return noData(context)
  const orientation = textOf(context.panel.options.orientation, 'auto')
  const wanted = tileGrid(values.length, context, { orientation, shape })
  // Arcs that nobody can read help nobody: then they stand where there is room.
  const isReadable = wanted.every(({ w, h }) => Math.min(w, h) >= lowest)
  const tiles = isReadable ? wanted : tileGrid(values.length, context, { orientation: 'auto', shape })
  const drawn = values.map((value, index) =>
    drawArc(context, value, tiles[index] ?? { x: 0, y: 0, w: 1, h: 1 }, areNamed(context, values.length)),
  )
  return { svg: drawn.map(({ svg }) => svg).join(''), charts: drawn.flatMap(({ charts }) => charts) }
}

function drawArc({ look, panel }: DrawContext, value: FieldDisplay, tile: Rect, isNamed: boolean): Drawing {
  const { display, field } = value
  const [min, max] = [field.min ?? 0, field.max ?? 100]
  const name = isNamed ? (display.title ?? '') : ''
  // Within a small arc nothing can be read: then the value stands below, where the name would.
  const isSmall = Math.min(tile.w, tile.h) < lowest
  const nameHeight = name === '' && !isSmall ? 0 : 20
  const room = { ...tile, h: tile.h - nameHeight }
  // The arc spans 240 degrees: its height is three quarters of its width.
  const radius = Math.max(8, Math.min(room.w / 2, room.h / 1.52) - 2)
  const center = { x: tile.x + tile.w / 2, y: tile.y + radius + Math.max(0, (room.h - radius * 1.52) / 2) }
  const color = look.color(display.color ?? look.text)
  const width = Math.max(4, radius * 0.22)
  const hasMarkers = flagOf(panel.options.showThresholdMarkers, true)
  const inner = hasMarkers ? radius - Math.max(3, radius * 0.07) - 2 : radius
  const share = Math.min(1, Math.max(0, (display.numeric - min) / (max - min || 1)))
  const shown = written(display)
  const size = Math.max(
    10,
    Math.min(radius * 0.36, ((inner - width) * 1.75 * 100) / Math.max(1, textWidth(shown, 100, 500))),
  )
  const shared = { type: 'gauge', startAngle, endAngle, animation: false, silent: true, min: 0, max: 1 }
  const bare = {
    pointer: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { show: false },
    detail: { show: false },
  }
  const at = { center: [radius, radius], data: [{ value: Number.isFinite(share) ? share : 0 }] }
  const rings = hasMarkers
    ? [
        {
          ...shared,
          ...bare,
          ...at,
          radius,
          axisLine: { lineStyle: { width: Math.max(3, radius * 0.07), color: marks(field, min, max, look) } },
        },
      ]
    : []
  const option = {
    animation: false,
    series: [
      ...rings,
      {
        ...shared,
        ...bare,
        ...at,
        radius: inner,
        progress: { show: true, width, itemStyle: { color } },
        axisLine: { lineStyle: { width, color: [[1, withAlpha(look.text, 0.1)]] } },
      },
    ],
  }
  const svg = [
    isSmall ? '' : text(center.x, center.y + size * 0.36, shown, { size, weight: 500, fill: color, anchor: 'middle' }),
    text(center.x, tile.y + tile.h - 4, isSmall ? shown : name, {
      fill: isSmall ? color : look.text,
      anchor: 'middle',
      width: tile.w - 8,
    }),
  ].join('')
  const side = radius * 2
  return {
    svg,
    charts: [{ rect: { x: center.x - radius, y: center.y - radius, w: side, h: side }, option, isTimed: false }],
  }
}

/** Colours of the outer ring, each with the share at which it ends. */
function marks({ thresholds }: FieldDisplay['field'], min: number, max: number, look: DrawContext['look']): unknown {
  const steps = thresholds?.steps ?? []
  const shareOf = (value: number): number =>
    thresholds?.mode === 'percentage' ? value / 100 : (value - min) / (max - min || 1)
  const parts = steps.map(({ color }, index) => {
    const next = steps[index + 1]
    const end = next === undefined ? 1 : Math.min(1, Math.max(0, shareOf(next.value)))
    return [end, look.color(color)] as const
  })
  return parts.length === 0 ? [[1, look.color('green')]] : parts
}
