import type { Fragment } from '../errors/problem.ts'

/** The line of a query on which a fragment begins, and the carets below it, in columns of a terminal. */
export interface Excerpt {
  readonly line: string
  readonly carets: string
}

const tabWidth = 4
const cut = '…'

/**
 * The line with the fragment; a long one is cropped around it. Tabs become blanks, and wide and combining characters
 * are counted as a terminal shows them.
 *
 * @param limit - columns that the line may take.
 */
export function excerpt({ query, from, to }: Fragment, limit: number): Excerpt {
  const start = query.lastIndexOf('\n', from - 1) + 1
  const newline = query.indexOf('\n', from)
  const end = newline < 0 ? query.length : newline
  const cells = cellsOf(query.slice(start, end), from - start, Math.min(to, end) - start)
  const { first, last } = cropped(cells, limit)
  const shown = cells.slice(first, last)
  const [before, after] = [first > 0 ? cut : '', last < cells.length ? cut : '']
  const marks = shown.map(({ marked, width }) => (marked ? '^' : ' ').repeat(width)).join('')
  // A fault behind the last character, or in nothing at all, still has a caret.
  const carets = marks.includes('^') ? marks.trimEnd() : `${marks}^`
  return {
    line: `${before}${shown.map(({ text }) => text).join('')}${after}`,
    carets: `${' '.repeat(before.length)}${carets}`,
  }
}

interface Cell {
  readonly text: string
  readonly width: number
  readonly marked: boolean
}

function cellsOf(line: string, from: number, to: number): readonly Cell[] {
  let column = 0
  return [...new Intl.Segmenter().segment(line)].map(({ segment, index }) => {
    const width = segment === '\t' ? tabWidth - (column % tabWidth) : widthOf(segment)
    column += width
    const marked = index + segment.length > from && (index < to || (index <= from && to <= from))
    // What moves the cursor or colours the terminal is not for a file to say.
    const text = segment === '\t' ? ' '.repeat(width) : segment.replace(/\p{Cc}/gu, '\ufffd')
    return { text, width, marked }
  })
}

/** The cells to show: those of the fragment, and as much around them as there is room for. */
function cropped(cells: readonly Cell[], limit: number): { readonly first: number; readonly last: number } {
  const widths = cells.map(({ width }) => width)
  let room = limit - cut.length * 2
  if (sum(widths) <= limit) return { first: 0, last: cells.length }
  const marked = cells.findIndex((cell) => cell.marked)
  let first = marked < 0 ? cells.length : marked
  let last = first
  while (last < cells.length && cells[last]?.marked === true && room >= (widths[last] ?? 0)) room -= widths[last++] ?? 0
  const before = Math.floor(room / 3)
  for (
    let left = before;
    first > 0 && left >= (widths[first - 1] ?? 0);
    left -= widths[first] ?? 0, room -= widths[first] ?? 0
  )
    first -= 1
  while (last < cells.length && room >= (widths[last] ?? 0)) room -= widths[last++] ?? 0
  while (first > 0 && room >= (widths[first - 1] ?? 0)) room -= widths[--first] ?? 0
  return { first, last }
}

const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u

/** Columns that a terminal gives to what a person sees as one character. */
function widthOf(segment: string): number {
  if (invisible.test(segment)) return 0
  return wide.test(segment) ? 2 : 1
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
