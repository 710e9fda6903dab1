import { margin } from '../data/load-board.ts'
import { element, escapeXml, moved, rect } from '../draw/svg.ts'
import { interFont } from '../vendor/inter.js'
import type { BoardHead } from './board-head.ts'
import { headHeight, headSvg } from './board-head.ts'
import { chartSvg } from './chart-svg.ts'
import type { DrawnBoard } from './draw-board.ts'

export interface SvgOptions {
  /** What stands above the panels. @default none */
  readonly head?: BoardHead
  /** Whether the font is within: the picture then looks the same everywhere. @default true */
  readonly hasFont?: boolean
}

/** A whole dashboard as one picture that needs nothing else. */
export function boardSvg(drawn: DrawnBoard, { head, hasFont = true }: SvgOptions = {}): string {
  const { look } = drawn
  const { width, height } = boardSize(drawn, head)
  const top = height - drawn.height
  const style = `${hasFont ? `@font-face{font-family:Inter;src:url(${interFont}) format('woff2');font-weight:400 600}` : ''}text{white-space:pre}`
  const items = drawn.items.map((item) => {
    const charts = item.charts.map((chart, index) => chartSvg(chart, `${item.key}c${index}`)).join('')
    return moved(item.rect.x, item.rect.y + top, item.svg + charts)
  })
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'Inter, Helvetica, Arial, sans-serif',
    'font-size': 12,
    role: 'img',
  }
  const content = [
    head === undefined ? '' : element('title', {}, escapeXml(head.title)),
    element('style', {}, style),
    rect(0, 0, width, height, { fill: look.canvas }),
    head === undefined ? '' : headSvg(head, width, look),
    ...items,
  ]
  return `${element('svg', attributes, content.filter((part) => part !== '').join('\n'))}\n`
}

/** Pixels of the whole picture. */
export function boardSize({ width, height }: DrawnBoard, head?: BoardHead): { width: number; height: number } {
  return { width, height: height + (head === undefined ? margin : headHeight) }
}
