import { Lexer, type MarkdownToken } from '../vendor/markdown.js'
import type { Look } from './look.ts'
import { runsOf } from './markdown-runs.ts'
import { markdownTable } from './markdown-table.ts'
import { layRuns, type Run } from './rich-text.ts'
import { line, moved, rect, text } from './svg.ts'

/** Markdown as lines of SVG. Markup within it is shown as text; links lead to pages only. */
export function markdownSvg(
  source: string,
  width: number,
  look: Look,
): { readonly svg: string; readonly height: number } {
  const parts: string[] = []
  let y = 0
  const add = (svg: string, height: number): void => {
    parts.push(moved(0, y, svg))
    y += height
  }
  for (const token of Lexer.lex(source, { gfm: true })) block(token, width, look, add)
  return { svg: parts.join(''), height: y }
}

type Add = (svg: string, height: number) => void

const headings = [20, 17, 15, 14, 13, 13]

function block(token: MarkdownToken, width: number, look: Look, add: Add): void {
  switch (token.type) {
    case 'space':
      return
    case 'heading':
      paragraph(
        runsOf(token.tokens ?? []),
        { width, size: headings[(token.depth ?? 1) - 1] ?? 13, weight: 600, look },
        add,
      )
      return
    case 'code':
      code(token.text ?? '', width, look, add)
      return
    case 'hr':
      add(line(0, 8, width, 8, { stroke: look.border }), 16)
      return
    case 'list':
      list(token, width, look, add)
      return
    case 'blockquote': {
      const inner: string[] = []
      let height = 0
      for (const child of token.tokens ?? [])
        block(child, width - 14, look, (svg, own) => {
          inner.push(moved(14, height, svg))
          height += own
        })
      add(rect(0, 0, 3, height - 6, { fill: look.border }) + inner.join(''), height)
      return
    }
    case 'table': {
      const { svg, height } = markdownTable(token, width, look)
      add(svg, height)
      return
    }
    default:
      paragraph(
        token.tokens === undefined ? [plain(token.text ?? token.raw)] : runsOf(token.tokens),
        { width, size: 13, weight: 400, look },
        add,
      )
  }
}

const plain = (content: string): Run => ({ text: content, bold: false, italic: false, code: false, url: '' })

function paragraph(runs: readonly Run[], options: Parameters<typeof layRuns>[1], add: Add): void {
  const { lines, lineHeight } = layRuns(runs, options)
  lines.forEach((content, index) => void add(content, lineHeight + (index === lines.length - 1 ? 7 : 0)))
}

function list(token: MarkdownToken, width: number, look: Look, add: Add): void {
  const start = typeof token.start === 'number' ? token.start : 1
  for (const [index, item] of (token.items ?? []).entries()) {
    const mark =
      token.ordered === true
        ? text(0, 13, `${start + index}.`, { size: 13, fill: look.soft })
        : text(4, 13, '•', { size: 13, fill: look.text })
    let isFirst = true
    for (const child of item.tokens ?? [])
      block(child, width - 20, look, (svg, height) => {
        add((isFirst ? mark : '') + moved(20, 0, svg), child.type === 'text' ? Math.min(height, 22) : height)
        isFirst = false
      })
  }
  add('', 4)
}

function code(content: string, width: number, look: Look, add: Add): void {
  const lines = content.split('\n')
  const height = lines.length * 18 + 12
  const rows = lines.map((one, index) =>
    text(8, 20 + index * 18, one.slice(0, Math.max(1, Math.floor((width - 16) / 7.3))), {
      size: 12,
      fill: look.text,
      mono: true,
    }),
  )
  add(rect(0, 2, width, height - 4, { rx: 3, fill: look.raised }) + rows.join(''), height + 4)
}
