import type { MarkdownToken } from '../vendor/markdown.js'
import type { Run } from './rich-text.ts'
import { isPage } from './svg.ts'

type Style = Omit<Run, 'text'>

const normal: Style = { bold: false, italic: false, code: false, url: '' }

/** The runs of inline Markdown; markup stays as it was written, and so is read, not obeyed. */
export function runsOf(tokens: readonly MarkdownToken[], style: Style = normal): readonly Run[] {
  return tokens.flatMap((token): readonly Run[] => {
    switch (token.type) {
      case 'strong':
        return runsOf(token.tokens ?? [], { ...style, bold: true })
      case 'em':
        return runsOf(token.tokens ?? [], { ...style, italic: true })
      case 'codespan':
        return [{ ...style, code: true, text: token.text ?? '' }]
      case 'link': {
        const url = token.href ?? ''
        return runsOf(token.tokens ?? [], { ...style, url: isPage(url) ? url : '' })
      }
      case 'image':
        return [{ ...style, text: token.text ?? '' }]
      case 'br':
        return [{ ...style, text: '\n' }]
      case 'html':
        return [{ ...style, text: token.raw }]
      default:
        return token.tokens === undefined
          ? [{ ...style, text: unescaped(token.text ?? token.raw) }]
          : runsOf(token.tokens, style)
    }
  })
}

/** Character references mean the same in Markdown as in HTML. */
function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&nbsp;/g, '\u00A0')
    .replace(/&amp;/g, '&')
}
