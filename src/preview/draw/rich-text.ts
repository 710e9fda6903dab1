import type { Look } from './look.ts'
import { textWidth } from './measure-text.ts'
import { element, escapeXml, link, rect } from './svg.ts'

/** A piece of a paragraph: words of one look. */
export interface Run {
  readonly text: string
  readonly bold: boolean
  readonly italic: boolean
  readonly code: boolean
  /** Where it leads; empty for nowhere. */
  readonly url: string
}

interface Word extends Run {
  readonly width: number
  /** Whether a blank stands before it. */
  readonly spaced: boolean
}

/** Words in lines that are no wider than given. */
export function layRuns(
  runs: readonly Run[],
  {
    width,
    size,
    weight,
    look,
  }: { readonly width: number; readonly size: number; readonly weight: 400 | 600; readonly look: Look },
): { readonly lines: readonly string[]; readonly lineHeight: number } {
  const lines: Word[][] = [[]]
  let used = 0
  for (const word of wordsOf(runs, size, weight)) {
    const blank = word.spaced && used > 0 ? size * 0.28 : 0
    if (word.text === '\n' || (used > 0 && used + blank + word.width > width)) {
      lines.push([])
      used = 0
      if (word.text === '\n') continue
    }
    lines.at(-1)?.push(word)
    used += (used > 0 ? blank : 0) + word.width
  }
  return { lines: lines.map((line) => drawLine(line, size, weight, look)), lineHeight: Math.round(size * 1.5) }
}

function wordsOf(runs: readonly Run[], size: number, weight: 400 | 600): readonly Word[] {
  const words: Word[] = []
  let spaced = false
  for (const run of runs) {
    for (const part of run.text.split(/(\s+)/)) {
      if (part === '') continue
      if (/^\s+$/.test(part)) {
        spaced = true
        if (part.includes('\n') && run.text === '\n') words.push({ ...run, text: '\n', width: 0, spaced })
        continue
      }
      const width = run.code
        ? part.length * size * 0.56 + 4
        : textWidth(part, size, run.bold || weight === 600 ? 600 : 400)
      words.push({ ...run, text: part, width, spaced })
      spaced = false
    }
  }
  return words
}

function drawLine(words: readonly Word[], size: number, weight: 400 | 600, look: Look): string {
  let x = 0
  return words
    .map((word, index) => {
      if (index > 0 && word.spaced) x += size * 0.28
      const attributes = {
        x: word.code ? x + 2 : x,
        y: size,
        'font-size': word.code ? size * 0.93 : size,
        'font-weight': word.bold || weight === 600 ? 600 : undefined,
        'font-style': word.italic ? 'italic' : undefined,
        'font-family': word.code ? 'ui-monospace, Menlo, Consolas, monospace' : undefined,
        textLength: word.code ? word.width - 4 : undefined,
        fill: word.url === '' ? (word.code ? look.strong : look.text) : look.link,
      }
      const back = word.code ? rect(x, 1, word.width, size * 1.25, { rx: 2, fill: look.raised }) : ''
      const shown = back + element('text', attributes, escapeXml(word.text))
      x += word.width
      return word.url === '' ? shown : link(word.url, shown)
    })
    .join('')
}
