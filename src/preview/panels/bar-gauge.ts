import { flagOf, textOf } from '../board/json-value.ts'
import type { DrawContext, Drawing, Rect } from '../draw/drawing.ts'
import { mix, withAlpha } from '../draw/look.ts'
import { textWidth } from '../draw/measure-text.ts'
import { noData } from '../draw/no-data.ts'
import { element, rect, text } from '../draw/svg.ts'
import { written } from '../draw/written.ts'
import type { FieldDisplay } from '../vendor/grafana-data.js'
import { areNamed, singleValues } from './single-values.ts'

/** A bar for each value, with its name and the value beside it. */
export function drawBarGauge(context: DrawContext): Drawing {
  const values = singleValues(context)
  if (values.length === 0) return noData(context)
  const orientation = textOf(context.panel.options.orientation, 'auto')
  const isVertical = orientation === 'vertical' || (orientation === 'auto' && context.width > context.height * 2.5)
  return { svg: (isVertical ? verticalBars : horizontalBars)(context, values), charts: [] }
}

function horizontalBars(context: DrawContext, values: readonly FieldDisplay[]): string {
  const { width, height, look } = context
  const fits = Math.max(1, Math.floor(height / 16))
  const shown = values.length > fits ? values.slice(0, Math.max(1, fits - 1)) : values
  const rest = values.length - shown.length
  const row = Math.min(64, height / (shown.length + (rest > 0 ? 0.8 : 0)))
  const between = row > 24 ? 6 : 3
  const size = Math.max(10, Math.min(18, row * 0.4))
  const names = shown.map(({ display }) => display.title ?? '')
  const placement = textOf(context.panel.options.namePlacement, 'auto')
  const isNamed = areNamed(context, values.length) && placement !== 'hidden'
  const widest = Math.max(...names.map((name) => textWidth(name, 12)))
  const isAbove =
    isNamed && row >= 34 && widest > (placement === 'top' ? 0 : placement === 'auto' ? width * 0.4 : width)
  const nameWidth = !isNamed || isAbove ? 0 : Math.min(widest + 10, width * 0.45)
  const valueWidth = Math.max(...shown.map(({ display }) => textWidth(written(display), size, 500))) + 12
  const bar = { x: nameWidth, w: Math.max(10, width - nameWidth - valueWidth) }
  const rows = shown.map((value, index) => {
    const top = index * row
    const nameHeight = isAbove ? 15 : 0
    const h = Math.max(3, row - between - nameHeight)
    const color = look.color(value.display.color ?? look.text)
    const middle = top + nameHeight + h / 2
    const name = names[index] ?? ''
    return [
      isAbove
        ? text(0, top + 11, name, { fill: look.text, width })
        : isNamed
          ? text(nameWidth - 10, middle + 4, name, { fill: look.text, anchor: 'end', width: nameWidth - 10 })
          : '',
      barOf(context, value, { x: bar.x, y: top + nameHeight, w: bar.w, h }, `${context.key}-b${index}`, false),
      text(width, middle + size * 0.36, written(value.display), { size, weight: 500, fill: color, anchor: 'end' }),
    ].join('')
  })
  const more = rest > 0 ? text(nameWidth, height - 2, `+${rest} more`, { size: 11, fill: look.soft }) : ''
  return rows.join('') + more
}

function verticalBars(context: DrawContext, values: readonly FieldDisplay[]): string {
  const { width, height, look } = context
  const column = width / values.length
  const nameHeight = areNamed(context, values.length) ? 18 : 0
  const size = Math.max(10, Math.min(16, column * 0.22))
  return values
    .map((value, index) => {
      const w = Math.max(4, Math.min(column - 8, 120))
      const x = index * column + (column - w) / 2
      const top = size + 6
      const color = look.color(value.display.color ?? look.text)
      return [
        text(x + w / 2, size, written(value.display), {
          size,
          weight: 500,
          fill: color,
          anchor: 'middle',
          width: column,
        }),
        barOf(
          context,
          value,
          { x, y: top, w, h: Math.max(4, height - top - nameHeight) },
          `${context.key}-b${index}`,
          true,
        ),
        nameHeight === 0
          ? ''
          : text(x + w / 2, height - 3, value.display.title ?? '', {
              fill: look.text,
              anchor: 'middle',
              width: column - 4,
            }),
      ].join('')
    })
    .join('')
}

function barOf(
  { panel, look }: DrawContext,
  { display, field }: FieldDisplay,
  box: Rect,
  id: string,
  isVertical: boolean,
): string {
  const [min, max] = [field.min ?? 0, field.max ?? 100]
  const share = Math.min(1, Math.max(0, (display.numeric - min) / (max - min || 1)))
  const color = look.color(display.color ?? look.text)
  const length = (Number.isFinite(share) ? share : 0) * (isVertical ? box.h : box.w)
  const filled = isVertical
    ? { ...box, y: box.y + box.h - length, h: length }
    : { ...box, w: Math.max(length, Number.isFinite(share) && share > 0 ? 2 : 0) }
  const back = flagOf(panel.options.showUnfilled, true)
    ? rect(box.x, box.y, box.w, box.h, { rx: 2, fill: withAlpha(look.text, 0.08) })
    : ''
  if (textOf(panel.options.displayMode, 'gradient') === 'basic')
    return `${back}${rect(filled.x, filled.y, filled.w, filled.h, { rx: 2, fill: withAlpha(color, 0.35), stroke: color })}`
  const direction = isVertical ? { x1: 0, y1: 1, x2: 0, y2: 0 } : { x1: 0, y1: 0, x2: 1, y2: 0 }
  const stops =
    element('stop', { offset: 0, 'stop-color': mix(color, '#000000', 0.25) }) +
    element('stop', { offset: 1, 'stop-color': color })
  const gradient = element('linearGradient', { id, ...direction }, stops)
  return `${back}${gradient}${rect(filled.x, filled.y, filled.w, filled.h, { rx: 2, fill: `url(#${id})` })}`
}
