import type { Rect } from '../draw/drawing.ts'
import type { Look } from '../draw/look.ts'
import { textWidth } from '../draw/measure-text.ts'
import { element, text } from '../draw/svg.ts'

/** The head of a row: an arrow, its title, and how much is behind it when it is closed. */
export function rowHead(
  { title, isCollapsed, count }: { readonly title: string; readonly isCollapsed: boolean; readonly count: number },
  rect: Rect,
  look: Look,
): string {
  const middle = rect.h / 2 + 1
  const d = isCollapsed ? `M6 ${middle - 4}l4 4l-4 4` : `M4 ${middle - 2}l4 4l4 -4`
  const arrow = element('path', { d, fill: 'none', stroke: look.soft, 'stroke-width': 1.6 })
  const head = text(20, middle + 5, title, { size: 14, weight: 600, fill: look.text, width: rect.w - 120 })
  const hidden = isCollapsed
    ? text(
        30 + Math.min(textWidth(title, 14, 600), rect.w - 120),
        middle + 5,
        `(${count} ${count === 1 ? 'panel' : 'panels'})`,
        {
          fill: look.soft,
        },
      )
    : ''
  return `${arrow}${head}${hidden}`
}
