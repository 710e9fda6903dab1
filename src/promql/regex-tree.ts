/** A regular expression of RE2, read; flags are already part of what they change. */
export type RegexNode =
  | CharacterNode
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly RegexNode[] }
  | RepetitionNode
  | { readonly kind: 'group'; readonly number: number; readonly name: string | null; readonly part: RegexNode }

/** One character of a class; a single character is a class of one. */
export interface CharacterNode {
  readonly kind: 'character'
  readonly items: readonly CharacterItem[]
  readonly negated: boolean
  /** Whether upper and lower case are the same. */
  readonly folded: boolean
}

export interface RepetitionNode {
  readonly kind: 'repetition'
  readonly part: RegexNode
  /** Whether the part can match nothing. */
  readonly partMatchesEmpty: boolean
  readonly least: number
  /** `null` for no limit. */
  readonly most: number | null
  readonly greedy: boolean
}

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge'

/** A range of code points with both its ends, or a class of Unicode as JavaScript writes it, such as `\p{L}`. */
export type CharacterItem = CodeRange | { readonly property: string; readonly negated: boolean }

export interface CodeRange {
  readonly from: number
  readonly to: number
}

export const nothing: RegexNode = { kind: 'sequence', parts: [] }

/** What is between ranges, for a class that says what it has not. */
export function invertRanges(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const sorted = [...ranges].sort((a, b) => a.from - b.from)
  const gaps: CodeRange[] = []
  let next = 0
  for (const { from, to } of sorted) {
    if (from > next) gaps.push({ from: next, to: from - 1 })
    next = Math.max(next, to + 1)
  }
  return next <= lastCode ? [...gaps, { from: next, to: lastCode }] : gaps
}

const lastCode = 0x10ffff
