import type { BoardPanel } from '../board/board.ts'
import { interpolate, type Scope } from '../data/interpolate.ts'
import type { TimeRange } from '../data/time-range.ts'
import type { Rect } from '../draw/drawing.ts'
import type { Look } from '../draw/look.ts'
import { textWidth, wrapText } from '../draw/measure-text.ts'
import { element, escapeXml, link, moved, rect, text } from '../draw/svg.ts'

export interface FrameOptions {
  readonly panel: BoardPanel
  readonly title: string
  readonly rect: Rect
  readonly look: Look
  readonly scope: Scope
  readonly range: TimeRange
  readonly errors: readonly string[]
}

export interface PanelFrame {
  /** Where the content stands. */
  readonly content: Rect
  /** The panel around the markup of its content. */
  svg(content: string): string
}

const padding = 10
const errorLine = 16

/** The box of a panel: its title, its description behind a mark, its links, and what went wrong. */
export function panelFrame({ panel, title, rect: { w, h }, look, scope, errors, range }: FrameOptions): PanelFrame {
  const hasTitle = title !== ''
  const head = hasTitle ? 34 : padding
  const banner = errorBanner(errors, w, Math.max(1, Math.floor((h - head - 8) / errorLine) - 1), look)
  const top = head + banner.height
  const content = { x: padding, y: top, w: Math.max(10, w - 2 * padding), h: Math.max(10, h - top - padding) }
  const isOwnTime = panel.timeFrom !== '' || panel.timeShift !== ''
  const note = isOwnTime ? `${Math.round((range.to - range.from) / 3_600_000)} h` : ''
  const box = panel.transparent ? '' : rect(0.5, 0.5, w - 1, h - 1, { rx: 2, fill: look.panel, stroke: look.border })
  const room = w - 2 * padding - (panel.description === '' ? 0 : 22) - (note === '' ? 0 : 40)
  const url = panel.links[0] === undefined ? '' : interpolate(panel.links[0].url, scope, 'percentencode')
  const heading = hasTitle ? text(padding, 22, title, { size: 14, weight: 500, fill: look.text, width: room }) : ''
  const info =
    panel.description === '' || !hasTitle
      ? ''
      : infoMark(panel.description, padding + Math.min(textWidth(title, 14, 500), room) + 14, look)
  const time = note === '' ? '' : text(w - padding, 22, note, { fill: look.soft, anchor: 'end' })
  return {
    content,
    svg: (inner) =>
      [
        box,
        url === '' ? heading : link(url, heading),
        info,
        time,
        moved(padding, head, banner.svg),
        moved(content.x, content.y, inner),
      ].join(''),
  }
}

function infoMark(description: string, x: number, look: Look): string {
  const tip = element('title', {}, escapeXml(description))
  const circle = element('circle', { cx: x, cy: 17, r: 6, fill: 'none', stroke: look.soft })
  const letter = text(x, 20.5, 'i', { size: 10, weight: 600, fill: look.soft, anchor: 'middle' })
  return element('g', {}, `${tip}${circle}${letter}`)
}

function errorBanner(
  errors: readonly string[],
  width: number,
  mostLines: number,
  look: Look,
): { svg: string; height: number } {
  const [first] = errors
  if (first === undefined) return { svg: '', height: 0 }
  const content = errors.length > 1 ? `${first} (+${errors.length - 1} more)` : first
  const lines = wrapText(content, width - 2 * padding - 20, 12, Math.min(5, mostLines))
  const height = lines.length * errorLine + 8
  const box = rect(0, 0, width - 2 * padding, height, { rx: 2, fill: look.errorBack })
  const bar = rect(0, 0, 3, height, { fill: look.error })
  const texts = lines.map((one, index) => text(12, 16 + index * errorLine, one, { fill: look.error }))
  return { svg: `${box}${bar}${texts.join('')}`, height: height + 6 }
}
