import { escapeXml } from '../preview/draw/svg.ts'
import { Lexer, type MarkdownToken } from '../preview/vendor/markdown.js'

/** Markdown as HTML. Markup within it is shown as text, comments are left out, links lead to pages only. */
export function markdownHtml(source: string): string {
  return Lexer.lex(source, { gfm: true }).map(block).join('\n')
}

function block(token: MarkdownToken): string {
  switch (token.type) {
    case 'space':
    case 'def':
      return ''
    case 'html':
      return /^\s*<!--[\s\S]*?-->\s*$/.test(token.raw) ? '' : `<p>${escapeXml(token.raw)}</p>`
    case 'heading': {
      const level = Math.min(6, token.depth ?? 1)
      return `<h${level} id="${slug(token.text ?? '')}">${inline(token.tokens ?? [])}</h${level}>`
    }
    case 'code':
      return `<pre><code>${escapeXml(token.text ?? '')}</code></pre>`
    case 'hr':
      return '<hr>'
    case 'blockquote':
      return `<blockquote>${(token.tokens ?? []).map(block).join('\n')}</blockquote>`
    case 'list':
      return list(token)
    case 'table':
      return table(token)
    case 'text':
      return token.tokens === undefined ? textHtml(token.text ?? '') : inline(token.tokens)
    default:
      return `<p>${token.tokens === undefined ? textHtml(token.text ?? token.raw) : inline(token.tokens)}</p>`
  }
}

function list({ ordered, start, items = [] }: MarkdownToken): string {
  const content = items.map(({ tokens = [] }) => `<li>${tokens.map(block).join('\n')}</li>`).join('\n')
  if (ordered !== true) return `<ul>${content}</ul>`
  return `<ol${typeof start === 'number' && start !== 1 ? ` start="${start}"` : ''}>${content}</ol>`
}

function table({ header = [], rows = [] }: MarkdownToken): string {
  const head = header.map(({ tokens }) => `<th scope="col">${inline(tokens)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map(({ tokens }) => `<td>${inline(tokens)}</td>`).join('')}</tr>`).join('')
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

function inline(tokens: readonly MarkdownToken[]): string {
  return tokens.map(span).join('')
}

function span(token: MarkdownToken): string {
  const inner = (): string => (token.tokens === undefined ? textHtml(token.text ?? '') : inline(token.tokens))
  switch (token.type) {
    case 'strong':
      return `<strong>${inner()}</strong>`
    case 'em':
      return `<em>${inner()}</em>`
    case 'del':
      return `<del>${inner()}</del>`
    case 'codespan':
      return `<code>${escapeXml(token.text ?? '')}</code>`
    case 'br':
      return '<br>'
    case 'link':
      return anchor(token.href ?? '', inner())
    case 'html':
      return escapeXml(token.raw)
    default:
      return inner()
  }
}

/** Text between tags. Entities that an author wrote stay, for browsers to read: in a text they are no markup. */
const textHtml = (text: string): string =>
  escapeXml(text).replace(/&amp;(#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi, '&$1;')

/** Pages link to each other as files do; here their addresses have no ending. */
function anchor(href: string, content: string): string {
  const isRelative = /^(?:\.{1,2}\/)*[\w-]+(?:\/[\w-]+)*(?:\.md)?(?:#[\w-]*)?$|^#[\w-]+$/.test(href)
  if (isRelative) return `<a href="${escapeXml(href.replace(/\.md(?=#|$)/, ''))}">${content}</a>`
  if (!/^https?:\/\//i.test(href)) return content
  return `<a href="${escapeXml(href)}" rel="noopener noreferrer">${content}</a>`
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
