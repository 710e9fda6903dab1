import { textOf } from '../board/json-value.ts'
import { sparkline } from '../charts/sparkline.ts'
import type { Chart, DrawContext, Drawing, Rect } from '../draw/drawing.ts'
import { mix, readableOn } from '../draw/look.ts'
import { textWidth } from '../draw/measure-text.ts'
import { noData } from '../draw/no-data.ts'
import { element, escapeXml, rect, round, text } from '../draw/svg.ts'
import { tileGrid } from '../draw/tile-grid.ts'
import type { FieldDisplay } from '../vendor/grafana-data.js'
import { areNamed, singleValues } from './single-values.ts'

/** Large numbers, each in a tile, with a line of its past behind it where the panel asks for one. */
export function drawStat(context: DrawContext): Drawing {
  const { options } = context.panel
  const hasLine = options.graphMode === 'area' || options.graphMode === 'line'
  const values = singleValues(context, hasLine)
  if (values.length === 0) return noData(context)
  const isBackground = textOf(options.colorMode).startsWith('background')
  // A coloured tile that is alone fills its panel.
  const reach = isBackground && values.length === 1 ? 6 : 0
  const area = {
    width: context.width + 2 * reach,
    height: context.height + 2 * reach - (context.panel.title === '' ? 0 : reach),
  }
  const top = context.panel.title === '' ? -reach : 0
  const tiles = tileGrid(values.length, area, { orientation: textOf(options.orientation, 'auto'), shape: 2.5 }).map(
    (tile) => ({
      ...tile,
      x: tile.x - reach,
      y: tile.y + top,
    }),
  )
  // In mode `auto` names show as soon as there are several, or where the panel has no title.
  const isNamed = areNamed(context, values.length) || context.panel.title === ''
  const drawn = values.map((value, index) =>
    drawTile(context, value, tiles[index] ?? { x: 0, y: 0, w: 0, h: 0 }, isNamed),
  )
  return { svg: drawn.map(({ svg }) => svg).join(''), charts: drawn.flatMap(({ charts }) => charts) }
}

function drawTile(context: DrawContext, value: FieldDisplay, tile: Rect, isNamed: boolean): Drawing {
  const { options } = context.panel
  const { look } = context
  const mode = textOf(options.colorMode, 'value')
  const color = look.color(value.display.color ?? look.text)
  const isBackground = mode.startsWith('background')
  const ink = isBackground ? readableOn(color) : mode === 'none' ? look.text : color
  const name = nameOf(value, textOf(options.textMode, 'auto'), isNamed)
  const shown = textOf(options.textMode) === 'name' ? '' : value.display.text
  const line = options.graphMode === 'none' || isBackground ? null : lineChart(value, tile, color)
  const room = { ...tile, h: line === null ? tile.h : tile.h - line.rect.h * 0.75 }
  const content =
    shown === ''
      ? nameOnly(name, room, ink)
      : numberOf(value, name, room, ink, isBackground ? ink : look.text, textOf(options.justifyMode))
  const back = isBackground
    ? rect(tile.x, tile.y, tile.w, tile.h, { rx: 2, fill: `url(#${context.key}-${round(tile.x)}-${round(tile.y)})` })
    : ''
  const gradient = isBackground ? gradientOf(`${context.key}-${round(tile.x)}-${round(tile.y)}`, color) : ''
  const charts: readonly Chart[] = line === null ? [] : [line]
  return { svg: `${gradient}${back}${content}`, charts }
}

function lineChart(value: FieldDisplay, tile: Rect, color: string): Chart | null {
  if (tile.h < 50) return null
  const height = Math.round(tile.h * 0.38)
  return sparkline(value, { x: tile.x, y: tile.y + tile.h - height, w: tile.w, h: height }, color)
}

function gradientOf(id: string, color: string): string {
  const stops = [
    element('stop', { offset: 0, 'stop-color': mix(color, '#000000', 0.18) }),
    element('stop', { offset: 1, 'stop-color': color }),
  ]
  return element('linearGradient', { id, x1: 0, y1: 0, x2: 1, y2: 1 }, stops.join(''))
}

function nameOf({ display }: FieldDisplay, mode: string, isNamed: boolean): string {
  if (mode === 'value' || mode === 'none') return ''
  return mode === 'auto' && !isNamed ? '' : (display.title ?? '')
}

function nameOnly(name: string, { x, y, w, h }: Rect, ink: string): string {
  const size = Math.max(12, Math.min(h * 0.5, (w * 0.9) / Math.max(0.1, textWidth(name, 1))))
  return text(x + w / 2, y + h / 2 + size * 0.36, name, { size, weight: 500, fill: ink, anchor: 'middle', width: w })
}

function numberOf(
  value: FieldDisplay,
  name: string,
  tile: Rect,
  ink: string,
  nameInk: string,
  justify: string,
): string {
  const { prefix = '', text: number, suffix = '' } = value.display
  if (name !== '' && tile.h < 38) {
    // No room below each other: name and value share a line.
    const shown = `${prefix}${number}${suffix}`
    const fits = Math.max(9, Math.min(14, tile.h * 0.7))
    const wide = textWidth(shown, fits, 500)
    return (
      text(tile.x + 4, tile.y + tile.h / 2 + 4, name, {
        size: Math.min(12, fits),
        fill: nameInk,
        width: tile.w - wide - 14,
      }) +
      text(tile.x + tile.w - 4, tile.y + tile.h / 2 + 4, shown, { size: fits, weight: 500, fill: ink, anchor: 'end' })
    )
  }
  const nameSize = name === '' ? 0 : Math.max(11, Math.min(16, tile.h * 0.2))
  const room = tile.h - (name === '' ? 0 : nameSize + 4)
  const unitShare = tile.h < 44 ? 0.8 : 0.62
  const widthAt = (size: number): number =>
    textWidth(number, size, 500) + textWidth(prefix + suffix, size * unitShare, 500)
  const size = Math.max(10, Math.min(room * 0.62, 60, ((tile.w - 24) / Math.max(1, widthAt(100))) * 100))
  const isCentered = justify !== 'left' && (justify === 'center' || name === '')
  const x = isCentered ? tile.x + tile.w / 2 : tile.x + 8
  const anchor = isCentered ? 'middle' : undefined
  const nameY = tile.y + nameSize + 2
  const y = (name === '' ? tile.y : nameY) + room / 2 + size * 0.36
  const small = { 'font-size': round(size * unitShare) }
  const parts = [
    prefix === '' ? '' : element('tspan', small, escapeXml(prefix)),
    element('tspan', {}, escapeXml(number)),
    suffix === '' ? '' : element('tspan', small, escapeXml(suffix)),
  ]
  const attributes = { x, y, 'font-size': size, 'font-weight': 500, fill: ink, 'text-anchor': anchor }
  const title = text(x, nameY, name, {
    size: nameSize,
    fill: nameInk,
    width: tile.w - 12,
    anchor: isCentered ? 'middle' : 'start',
  })
  return `${title}${element('text', attributes, parts.join(''))}${change(value, tile, ink)}`
}

/** How much the value changed over the range, where the panel asks for it. */
function change({ display }: FieldDisplay, { x, y, w, h }: Rect, ink: string): string {
  const { percentChange } = display
  if (percentChange === undefined || !Number.isFinite(percentChange)) return ''
  const shown = `${percentChange >= 0 ? '↑' : '↓'} ${Math.abs(Math.round(percentChange * 1000) / 10)}%`
  return text(x + w - 6, y + h - 6, shown, { size: 12, fill: ink, anchor: 'end' })
}
