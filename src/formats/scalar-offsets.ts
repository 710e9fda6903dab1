/** How a YAML scalar is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

/**
 * For each character of a scalar's value, the offset of what stands for it in the file; one more for its end.
 *
 * @param from - offset of the scalar in the file, its quotes and block header included; `to` is behind it.
 * @returns `null` when the value is not what the file says, as for a tag that changes it.
 */
export function scalarOffsets(
  file: string,
  { from, to, style }: { readonly from: number; readonly to: number; readonly style: ScalarStyle },
  value: string,
): readonly number[] | null {
  const reader = new ScalarReader(file)
  switch (style) {
    case 'plain':
      reader.readFlow(from, to, style)
      return reader.offsetsOf(value, to)
    case 'single':
    case 'double':
      reader.readFlow(from + 1, to - 1, style)
      return reader.offsetsOf(value, to - 1)
    default:
      return blockOffsets(file, from, to, style, value)
  }
}

/** An explicit indentation counts from the parent, which is not known here; the value tells which one it is. */
function blockOffsets(
  file: string,
  from: number,
  to: number,
  style: ScalarStyle,
  value: string,
): readonly number[] | null {
  const start = file.indexOf('\n', from) + 1
  if (start === 0 || start > to) return value === '' ? [to] : null
  const lines = linesOf(file, start, to)
  const detected = lines.find(({ text }) => text.trim() !== '')
  const indent = detected === undefined ? 0 : detected.text.length - detected.text.trimStart().length
  for (let width = indent; width >= 0; width--) {
    const reader = new ScalarReader(file)
    reader.readBlock(lines, width, style === 'folded')
    const offsets = reader.offsetsOf(value, to)
    if (offsets !== null) return offsets
  }
  return null
}

interface Line {
  readonly text: string
  /** Offset in the file. */
  readonly from: number
}

function linesOf(file: string, start: number, end: number): readonly Line[] {
  let from = start
  return file
    .slice(start, end)
    .split('\n')
    .map((raw) => {
      const line = { text: raw.endsWith('\r') ? raw.slice(0, -1) : raw, from }
      from += raw.length + 1
      return line
    })
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Reads a scalar as YAML does, and keeps where each character came from. */
class ScalarReader {
  readonly #file: string
  readonly #characters: string[] = []
  readonly #offsets: number[] = []
  /** Characters before this one were escaped, so folding does not trim them. */
  #fixed = 0

  constructor(file: string) {
    this.#file = file
  }

  /** The offsets, if what was read is the value; what follows it are line ends that were chomped. */
  offsetsOf(value: string, end: number): readonly number[] | null {
    if (!this.#characters.join('').startsWith(value)) return null
    return [...this.#offsets.slice(0, value.length), this.#offsets[value.length] ?? end]
  }

  readFlow(from: number, to: number, style: 'plain' | 'single' | 'double'): void {
    let at = from
    while (at < to) {
      const character = this.#file[at] ?? ''
      if (character === '\n' || character === '\r') at = this.#foldLines(at, to)
      else if (style === 'single' && character === "'") {
        this.#add(character, at)
        at += 2
      } else if (style === 'double' && character === '\\') at = this.#readEscape(at, to)
      else {
        this.#add(character, at)
        at += 1
      }
    }
  }

  readBlock(lines: readonly Line[], indent: number, folded: boolean): void {
    let ends: number[] = []
    let wasDeeper = true
    for (const { text, from } of lines) {
      const cut = Math.min(indent, text.length - text.trimStart().length)
      const content = text.slice(cut)
      const deeper = /^[ \t]/.test(content)
      if (content === '') {
        ends.push(from + text.length)
        continue
      }
      this.#endLines(ends, !folded || deeper || wasDeeper)
      for (const [index, character] of [...splitUnits(content)].entries()) this.#add(character, from + cut + index)
      ends = [from + text.length]
      wasDeeper = deeper
    }
    for (const end of ends) this.#add('\n', end)
  }

  /** Between two lines of a folded block, one line end is a blank, and more are one less. */
  #endLines(ends: readonly number[], kept: boolean): void {
    const [first, ...others] = ends
    if (first === undefined) return
    if (kept) for (const end of ends) this.#add('\n', end)
    else if (others.length === 0) this.#add(' ', first)
    else for (const end of others) this.#add('\n', end)
  }

  #foldLines(at: number, to: number): number {
    while (this.#characters.length > this.#fixed && /[ \t]/.test(this.#characters.at(-1) ?? '')) {
      this.#characters.pop()
      this.#offsets.pop()
    }
    const ends: number[] = []
    let next = at
    for (; next < to && /\s/.test(this.#file[next] ?? ''); next++) if (this.#file[next] === '\n') ends.push(next)
    if (ends.length <= 1) this.#add(' ', at)
    else for (const end of ends.slice(1)) this.#add('\n', end)
    return next
  }

  #readEscape(at: number, to: number): number {
    const letter = this.#file[at + 1] ?? ''
    if (letter === '\n' || letter === '\r') {
      let next = at + 1
      while (next < to && /\s/.test(this.#file[next] ?? '')) {
        // Empty lines behind an escaped line end stay.
        if (this.#file[next] === '\n' && next > at + 2) this.#add('\n', next)
        next += 1
      }
      this.#fixed = this.#characters.length
      return next
    }
    const length = codeLengths[letter]
    const text =
      length === undefined
        ? (escapes[letter] ?? letter)
        : String.fromCodePoint(Number.parseInt(this.#file.slice(at + 2, at + 2 + length), 16) || 0)
    for (const unit of splitUnits(text)) this.#add(unit, at)
    this.#fixed = this.#characters.length
    return at + 2 + (length ?? 0)
  }

  #add(character: string, offset: number): void {
    this.#characters.push(character)
    this.#offsets.push(offset)
  }
}

/** UTF-16 units, as offsets count them. */
function splitUnits(text: string): readonly string[] {
  return text.split('')
}
