/** The page of a check, taken apart. */
export interface CheckPage {
  /** The first sentence of what it finds. */
  readonly short: string
  /** All of what it finds. */
  readonly full: string
  readonly severity: 'error' | 'warning'
  /** The page itself, without the heading that names it. */
  readonly markdown: string
}

/** Reads a page of `docs/checks`, whose headings a test holds alike. */
export function readCheckPage(text: string): CheckPage {
  const markdown = text.replace(/^# .*\n+/, '').trim()
  const full = withoutMarkup(/## What it finds\n+([\s\S]*?)(?=\n## |$)/.exec(text)?.[1] ?? '')
  return {
    short: /^[\s\S]*?[.:](?=\s|$)/.exec(full)?.[0].replace(/:$/, '.') ?? full,
    full,
    severity: /^Severity: warning/m.test(text) ? 'warning' : 'error',
    markdown,
  }
}

/** A paragraph as plain text on one line. */
function withoutMarkup(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')
    .trim()
}
