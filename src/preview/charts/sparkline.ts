import type { Chart, Rect } from '../draw/drawing.ts'
import { withAlpha } from '../draw/look.ts'
import type { FieldDisplay } from '../vendor/grafana-data.js'

/** The small line below a number, from the same data; `null` when there is nothing to draw. */
export function sparkline({ sparkline: line, field }: FieldDisplay, rect: Rect, color: string): Chart | null {
  const times = line?.x?.values ?? []
  const values = line?.y.values ?? []
  if (values.length < 2 || rect.h < 8) return null
  const points = values.map((value, index) => [
    Number(times[index] ?? index),
    typeof value === 'number' && Number.isFinite(value) ? value : null,
  ])
  const numbers = points.flatMap(([, value]) => (value === null || value === undefined ? [] : [value]))
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const min = field.min ?? low
  const max = field.max ?? high
  const isFlat = !(max > min)
  return {
    rect,
    isTimed: false,
    option: {
      animation: false,
      useUTC: true,
      grid: { left: 0, right: 0, top: 2, bottom: 0, outerBoundsMode: 'none' },
      xAxis: { type: 'time', min: points[0]?.[0], max: points.at(-1)?.[0], show: false },
      yAxis: { type: 'value', min: isFlat ? min - 1 : min, max: isFlat ? max + 1 : max, show: false },
      series: [
        {
          type: 'line',
          data: points,
          symbol: 'none',
          silent: true,
          animation: false,
          lineStyle: { width: 1.5, color },
          areaStyle: { color: withAlpha(color, 0.2), origin: 'start' },
        },
      ],
    },
  }
}
