import type { LoadedBoard } from '../data/load-board.ts'
import type { Look } from '../draw/look.ts'
import { textWidth } from '../draw/measure-text.ts'
import { rect, text } from '../draw/svg.ts'
import { fullTime } from '../draw/time-ticks.ts'

/** What stands above the panels of a picture. */
export interface BoardHead {
  readonly title: string
  readonly tags: readonly string[]
  /** Variables and what is chosen. */
  readonly variables: readonly { readonly label: string; readonly text: string }[]
  readonly time: string
  /** Such as that it shows data of a demo; empty for nothing. */
  readonly note: string
}

export const headHeight = 56

export function headOf({ board, variables, range }: LoadedBoard, timeZone: string, note = ''): BoardHead {
  const zone = timeZone === 'utc' ? ' UTC' : ''
  return {
    title: board.title,
    tags: board.tags,
    variables: variables
      .filter(({ hidden, type }) => !hidden && type !== 'datasource')
      .map(({ label, text: shown }) => ({ label, text: shown })),
    time: `${fullTime(range.from, timeZone).slice(0, 16)} to ${fullTime(range.to, timeZone).slice(0, 16)}${zone}`,
    note,
  }
}

export function headSvg(head: BoardHead, width: number, look: Look): string {
  const parts: string[] = [text(17, 34, head.title, { size: 18, weight: 500, fill: look.text })]
  let x = 17 + textWidth(head.title, 18, 500) + 16
  const room = width - 40 - textWidth(head.time, 12) - textWidth(head.note, 12, 500)
  for (const tag of head.tags) {
    const w = textWidth(tag, 11) + 14
    if (x + w > room) break
    parts.push(
      rect(x, 18, w, 20, { rx: 10, fill: look.raised, stroke: look.border }),
      text(x + 7, 32, tag, { size: 11, fill: look.link }),
    )
    x += w + 6
  }
  x += 8
  for (const { label, text: shown } of head.variables) {
    const value = shown.length > 28 ? `${shown.slice(0, 27)}…` : shown
    const [labelWidth, valueWidth] = [textWidth(label, 12) + 16, textWidth(value, 12) + 16]
    if (x + labelWidth + valueWidth > room) break
    parts.push(
      rect(x, 16, labelWidth, 24, { fill: look.raised, stroke: look.border }),
      text(x + 8, 32, label, { fill: look.soft }),
      rect(x + labelWidth, 16, valueWidth, 24, { fill: look.panel, stroke: look.border }),
      text(x + labelWidth + 8, 32, value, { fill: look.text }),
    )
    x += labelWidth + valueWidth + 10
  }
  parts.push(text(width - 17, 32, head.time, { fill: look.soft, anchor: 'end' }))
  if (head.note !== '')
    parts.push(
      text(width - 33 - textWidth(head.time, 12), 32, head.note, {
        weight: 500,
        fill: look.color('orange'),
        anchor: 'end',
      }),
    )
  return parts.join('')
}
