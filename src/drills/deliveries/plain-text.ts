const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

/** Text without the escapes of HTML, of Slack, and of Markdown; tags stay, for their links are read. */
export function fromHtml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\\([\\`*_{}[\]()#+\-.!|])/g, '$1')
}

/** Links in a text, each without what stands around it. */
export function linksIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/https?:\/\/[^\s"'<>|)\]]+/g)].map(([link]) => link))]
}

/** Words alone, so that line breaks and typography do not tell two texts apart. */
export function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
