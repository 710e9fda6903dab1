import type { Place } from '../errors/place.ts'
import type { Problem } from '../errors/problem.ts'
import type { SourceText } from '../errors/source-text.ts'
import type { YamlScalar } from '../formats/positioned-yaml.ts'
import { scalarOffsets } from '../formats/scalar-offsets.ts'

/** A piece of a file. */
interface Stretch {
  readonly from: number
  readonly to: number
}

/** A file of somebody else's, and the way from its characters to lines and columns. */
export class ForeignFile {
  readonly name: string
  readonly text: string
  /** Offset of the first character of each line. */
  readonly #starts: readonly number[]

  /**
   * @param name - as it is shown in places.
   */
  constructor(name: string, text: string) {
    this.name = name
    this.text = text
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  }

  /** The place of an offset. */
  placeAt(offset: number): Place {
    let [low, high] = [0, this.#starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { file: this.name, line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 }
  }

  /** The text of a scalar; each of its characters knows where it stands. */
  source(node: YamlScalar): SourceText {
    const { text } = node
    let offsets: readonly number[] | null | undefined
    const placeAt = (offset: number): Place => {
      offsets ??= scalarOffsets(this.text, node, text)
      return this.placeAt(offsets?.[offset] ?? node.from)
    }
    return { text, place: this.placeAt(node.from), lines: [], placeAt }
  }

  /** A problem with a piece of the file. */
  problem(id: string, { from, to }: Stretch, message: string, hint = '', path = ''): Problem {
    return { id, severity: 'error', message, hint, path, place: this.placeAt(from), end: this.placeAt(to) }
  }
}
