import type { Span } from '../promql/ast.ts'

interface Segment {
  /** Offsets in the new text. */
  readonly from: number
  readonly to: number
  /** Offsets in the old one. */
  readonly sourceFrom: number
  readonly sourceTo: number
}

/** A text that is made from another, piece by piece, and remembers where each piece comes from. */
export class RewrittenText {
  #text = ''
  readonly #source: string
  readonly #segments: Segment[] = []
  #read = 0

  constructor(source: string) {
    this.#source = source
  }

  get text(): string {
    return this.#text
  }

  /** Takes the source over as it is, up to an offset. */
  keep(until: number): void {
    if (until > this.#read) this.#add(this.#source.slice(this.#read, until), until)
  }

  /** Puts a text in place of what stands in the source up to an offset; gives where it stands now. */
  replace(text: string, until: number): Span {
    const from = this.#text.length
    this.#add(text, until)
    return { from, to: this.#text.length }
  }

  /** The part of the source that a part of the text comes from; of a replaced piece, all of it. */
  written({ from, to }: Span): Span {
    const first = this.#segmentAt(from)
    const last = to > from ? this.#segmentAt(to - 1) : first
    if (first === undefined || last === undefined) return { from: this.#read, to: this.#read }
    const start = isKept(first) ? first.sourceFrom + from - first.from : first.sourceFrom
    const end = isKept(last) ? last.sourceFrom + to - last.from : last.sourceTo
    return { from: start, to: Math.max(start, end) }
  }

  #add(text: string, until: number): void {
    const from = this.#text.length
    this.#text += text
    this.#segments.push({ from, to: this.#text.length, sourceFrom: this.#read, sourceTo: until })
    this.#read = until
  }

  /** The segment with a character; behind the last character, the last one. */
  #segmentAt(offset: number): Segment | undefined {
    let low = 0
    let high = this.#segments.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (offset < (this.#segments[middle]?.to ?? 0)) high = middle
      else low = middle + 1
    }
    return this.#segments[low]
  }
}

/** Whether a piece was taken over as it was: its offsets then differ by a constant. */
function isKept({ from, to, sourceFrom, sourceTo }: Segment): boolean {
  return to - from === sourceTo - sourceFrom
}
