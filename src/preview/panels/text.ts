import { textOf } from '../board/json-value.ts'
import { interpolate } from '../data/interpolate.ts'
import type { DrawContext, Drawing } from '../draw/drawing.ts'
import { markdownSvg } from '../draw/markdown.ts'
import { element, text } from '../draw/svg.ts'

/** Markdown; HTML is read for its words only, since nothing that a dashboard says may become markup. */
export function drawText({ panel, data, width, height, look, key }: DrawContext): Drawing {
  const raw = interpolate(textOf(panel.options.content), data.scope, 'text')
  const mode = textOf(panel.options.mode, 'markdown')
  const source = mode === 'html' ? wordsOf(raw) : mode === 'code' ? `\`\`\`\n${raw}\n\`\`\`` : raw
  const drawn = markdownSvg(source, width, look)
  const clip = element('clipPath', { id: `${key}-clip` }, element('rect', { width, height }))
  const more =
    drawn.height > height + 8
      ? text(width, height - 1, '…', { size: 14, weight: 600, fill: look.soft, anchor: 'end' })
      : ''
  return { svg: `${clip}${element('g', { 'clip-path': `url(#${key}-clip)` }, drawn.svg)}${more}`, charts: [] }
}

/** The words of HTML, with its headings, items and links as Markdown. */
function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, '')
    .replace(/<h([1-6])[^>]*>/gi, (_, depth: string) => `\n\n${'#'.repeat(Number(depth))} `)
    .replace(/<li[^>]*>/gi, '\n- ')
    .replace(
      /<a\s[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi,
      (_, url: string, name: string) => `[${name.replace(/<[^>]*>/g, '')}](${url})`,
    )
    .replace(/<\/?(b|strong)\b[^>]*>/gi, '**')
    .replace(/<br\s*\/?>|<\/(p|div|h[1-6]|ul|ol|tr)>/gi, '\n\n')
    .replace(/<[^>]*>/g, '')
    .replace(/^[ \t]+/gm, '')
}
