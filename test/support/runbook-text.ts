/** A fenced block of a Markdown page. */
export interface Block {
  /** What stands behind the opening fence: `sh`, `sql`, `sql change`. */
  readonly info: string
  readonly text: string
}

const fence = /^```([^\n]*)\n(.*?)^```$/gms

/** All fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(fence)].map((match) => ({ info: match[1] ?? '', text: match[2] ?? '' }))
}

/** A page without its fenced blocks. */
export function proseOf(page: string): string {
  return page.replace(fence, '')
}
