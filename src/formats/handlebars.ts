import Handlebars from 'handlebars'
import { BelfryError } from '../errors/belfry-error.ts'

/** Turns data into text. Pure, as long as the data is. */
export type Template = (data: object) => string

/** A Markdown or plain-text template: values are written as they are; `{{code x}}` and `{{cell x}}` escape them. */
export function compileTemplate(text: string): Template {
  return compile(text, { noEscape: true })
}

/** An HTML template: every value is escaped. */
export function compilePage(text: string): Template {
  return compile(text, { noEscape: false })
}

/** An instance of our own, so that helpers never reach another user of the package. */
const handlebars = Handlebars.create()
handlebars.registerHelper('code', (value: unknown) => inlineCode(String(value)))
handlebars.registerHelper('cell', (value: unknown) => tableCell(String(value)))

/**
 * Strict: a field that the data lacks is an error, not an empty string.
 *
 * @throws BelfryError `SPEC_BROKEN` when the template does not parse, and from the returned function when data is missing.
 */
function compile(text: string, options: { noEscape: boolean }): Template {
  // Handlebars parses at the first rendering; a broken template shall be known at once.
  attempt(() => handlebars.parse(text))
  const render = handlebars.compile<object>(text, { ...options, strict: true, preventIndent: true })
  return (data) => attempt(() => render(data))
}

function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new BelfryError('SPEC_BROKEN', `template: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

/** Inline code whose fence is longer than any run of backticks in it, safe within a table. */
function inlineCode(value: string): string {
  const text = oneLine(value).replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 || text === '' ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

/** Plain text that neither ends a table cell nor starts code, a link, a tag or emphasis. */
function tableCell(value: string): string {
  return oneLine(value).replace(/[\\`|*_[\]<>]/g, (character) => `\\${character}`)
}

function oneLine(value: string): string {
  return value.replace(/\s*\n\s*/g, ' ').trim()
}
