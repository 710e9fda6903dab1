import type { MarkdownCell, MarkdownToken } from '../vendor/markdown.js'
import type { Look } from './look.ts'
import { runsOf } from './markdown-runs.ts'
import { textWidth } from './measure-text.ts'
import { layRuns } from './rich-text.ts'
import { shareRoom } from './share-room.ts'
import { line, moved } from './svg.ts'

const size = 13

/** A table of Markdown: columns as wide as their texts, wrapped where they do not fit. */
export function markdownTable(token: MarkdownToken, width: number, look: Look): { svg: string; height: number } {
  const header = token.header ?? []
  const rows = token.rows ?? []
  const needs = header.map((cell, column) =>
    Math.max(...[cell, ...rows.flatMap((row) => row[column] ?? [])].map((one) => widthOf(one))),
  )
  const widths = shared(needs, width)
  const parts: string[] = []
  let y = 0
  const add = (cells: readonly MarkdownCell[], weight: 400 | 600): void => {
    const drawn = cells.map((cell, column) =>
      layRuns(runsOf(cell.tokens), { width: (widths[column] ?? 40) - 16, size, weight, look }),
    )
    const height = Math.max(...drawn.map(({ lines, lineHeight }) => lines.length * lineHeight)) + 10
    let x = 0
    drawn.forEach(({ lines, lineHeight }, column) => {
      for (const [index, content] of lines.entries()) parts.push(moved(x + 4, y + 4 + index * lineHeight, content))
      x += widths[column] ?? 0
    })
    y += height
    parts.push(line(0, y - 0.5, width, y - 0.5, { stroke: look.border }))
  }
  add(header, 600)
  for (const row of rows) add(row, 400)
  return { svg: parts.join(''), height: y + 8 }
}

const widthOf = ({ tokens }: MarkdownCell): number =>
  runsOf(tokens).reduce((sum, run) => sum + textWidth(run.text, size, 600), 0) + 24

/** The last column takes what is left. */
function shared(needs: readonly number[], width: number): readonly number[] {
  const sum = needs.reduce((all, need) => all + need, 0)
  if (sum > width) return shareRoom(needs, width)
  return needs.map((need, index) => (index === needs.length - 1 ? need + width - sum : need))
}
