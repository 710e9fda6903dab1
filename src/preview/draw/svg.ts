import { cutText } from './measure-text.ts'

/** A text as it may stand in markup, in a value or between tags; what XML cannot say is left out. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
  )
}

type Attributes = Readonly<Record<string, string | number | undefined>>

/** One element; values are escaped, `content` is markup already. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value ?? '')}"`)
    .join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}

/** Hundredths of a pixel are enough, and keep pictures small. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

export interface TextStyle {
  readonly size?: number
  readonly weight?: 400 | 500 | 600
  readonly fill: string
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Cuts the text to so many pixels, with an ellipsis. */
  readonly width?: number
  readonly mono?: boolean
  readonly opacity?: number
}

/** A line of text; `y` is its baseline. */
export function text(x: number, y: number, content: string, style: TextStyle): string {
  const { size = 12, weight = 400, fill, anchor = 'start', width, mono = false, opacity } = style
  const shown = width === undefined ? content : cutText(content, width, size, weight)
  if (shown === '') return ''
  const attributes = {
    x,
    y,
    'font-size': size,
    'font-weight': weight === 400 ? undefined : weight,
    fill,
    'text-anchor': anchor === 'start' ? undefined : anchor,
    'font-family': mono ? 'ui-monospace, Menlo, Consolas, monospace' : undefined,
    opacity,
  }
  const title = shown === content ? '' : element('title', {}, escapeXml(content))
  return element('text', attributes, escapeXml(shown) + title)
}

export function rect(x: number, y: number, width: number, height: number, attributes: Attributes): string {
  return element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), ...attributes })
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element('line', { x1, y1, x2, y2, ...attributes })
}

export function moved(x: number, y: number, content: string): string {
  return content === '' ? '' : element('g', { transform: `translate(${round(x)},${round(y)})` }, content)
}

/** A link that opens a page; addresses of anything else are left out and only the content stays. */
export function link(url: string, content: string): string {
  return isPage(url) ? element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, content) : content
}

export function isPage(url: string): boolean {
  return /^https?:\/\//i.test(url) || /^\/(?!\/)/.test(url)
}
