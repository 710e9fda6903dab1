/**
 * What is wrong with XML: an element that is not closed, an attribute without quotes, a character that must be escaped.
 * Empty when it is well-formed.
 */
export function faultOfXml(text: string): string {
  const open: string[] = []
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const between = text.slice(at, next === -1 ? undefined : next)
    const fault = faultOfText(between)
    if (fault !== '') return fault
    if (next === -1) break
    const tag = /^<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/.exec(
      text.slice(next, next + 400_000),
    )
    if (tag === null) return `no tag: ${text.slice(next, next + 80)}`
    const [whole, closes, name = '', attributes = '', empty] = tag
    for (const [, value = ''] of attributes.matchAll(/=\s*"([^"]*)"/g)) {
      const wrong = faultOfText(value)
      if (wrong !== '') return wrong
    }
    const names = [...attributes.matchAll(/\s([\w:-]+)\s*=/g)].map(([, attribute]) => attribute)
    if (new Set(names).size !== names.length) return `an attribute stands twice: ${whole.slice(0, 80)}`
    if (closes === '/') {
      if (open.pop() !== name) return `</${name}> closes nothing`
    } else if (empty !== '/') open.push(name)
    at = next + whole.length
  }
  return open.length === 0 ? '' : `<${open.at(-1)}> is not closed`
}

function faultOfText(text: string): string {
  const bare = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.exec(text)
  if (bare !== null) return `a bare &: ${text.slice(bare.index, bare.index + 40)}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
  return /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(text) ? 'a control character' : ''
}

/** The texts of a picture, each as one line. */
export function textsOfSvg(svg: string): readonly string[] {
  return [...svg.matchAll(/<text\b[^>]*>([\s\S]*?)<\/text>/g)].map(([, content = '']) =>
    content
      .replace(/<title>[\s\S]*?<\/title>/g, '')
      .replace(/<[^>]*>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&'),
  )
}
