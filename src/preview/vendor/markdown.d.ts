/** The syntax tree of Markdown, as `marked` reads it; its HTML is never used. */

export interface MarkdownToken {
  readonly type: string
  readonly raw: string
  readonly text?: string
  readonly tokens?: readonly MarkdownToken[]
  readonly href?: string
  /** Of a heading. */
  readonly depth?: number
  /** Of a list. */
  readonly ordered?: boolean
  readonly start?: number | ''
  readonly items?: readonly MarkdownToken[]
  /** Of a table. */
  readonly header?: readonly MarkdownCell[]
  readonly rows?: readonly (readonly MarkdownCell[])[]
  /** Of a code block. */
  readonly lang?: string
}

export interface MarkdownCell {
  readonly text: string
  readonly tokens: readonly MarkdownToken[]
  readonly align?: 'left' | 'right' | 'center' | null
}

export const Lexer: { lex(source: string, options?: { gfm?: boolean }): MarkdownToken[] }
