import { compileRegex, type Program } from './regex-program.ts'
import { RegexReader } from './regex-reader.ts'
import { type Slots, searchRegex } from './regex-search.ts'

/** A regular expression as Go has them, of a matcher, of relabelling or of `label_replace`: it matches whole texts. */
export interface GoPattern {
  /** Whether it matches; `null` when it is no regular expression, or would take too long. */
  matches(text: string): boolean | null
  /**
   * Fills `$1`, `${1}`, `$name` and `$$` of a template with the groups of a match; `null` when there is none, or when
   * that is not known.
   */
  expand(template: string, text: string): string | null
  /** The only texts that it matches, where it is a plain list of them; `null` otherwise. */
  readonly texts: readonly string[] | null
  /** Whether it is known to match every text. */
  readonly everything: boolean
}

/** Reads a pattern in RE2's syntax. It is tried as Go would do it, in a time that no pattern can make long. */
export function goPattern(pattern: string): GoPattern {
  const found = patterns.get(pattern)
  if (found !== undefined) return found
  const made = plain.test(pattern) ? listPattern(pattern) : new CompiledPattern(pattern)
  if (patterns.size >= mostPatterns) patterns.clear()
  patterns.set(pattern, made)
  return made
}

function listPattern(pattern: string): GoPattern {
  const texts = [...new Set(pattern.split('|'))]
  return {
    texts,
    everything: false,
    matches: (text) => texts.includes(text),
    expand: (template, text) =>
      texts.includes(text) ? fill(template, (name) => (isZero.test(name) ? text : '')) : null,
  }
}

class CompiledPattern implements GoPattern {
  readonly texts = null
  readonly everything: boolean
  private readonly pattern: string
  private program: Program | null | undefined

  constructor(pattern: string) {
    this.pattern = pattern
    this.everything = everything.has(pattern)
  }

  matches(text: string): boolean | null {
    if (this.everything) return true
    const slots = this.search([...text])
    return slots === null ? null : slots !== false
  }

  expand(template: string, text: string): string | null {
    const characters = [...text]
    const slots = this.search(characters)
    if (slots === null || slots === false) return null
    return fill(template, (name) => {
      if (isZero.test(name)) return text
      const group = /^\d+$/.test(name) ? Number(name) : this.program?.names.get(name)
      const [from = -1, to = -1] = group === undefined ? [] : [slots[group * 2], slots[group * 2 + 1]]
      return from < 0 || to < 0 ? '' : characters.slice(from, to).join('')
    })
  }

  private search(characters: readonly string[]): Slots | false | null {
    if (this.program === undefined) {
      const tree = new RegexReader(this.pattern).readTree()
      this.program = tree === null ? null : compileRegex(tree)
    }
    return this.program === null
      ? null
      : searchRegex(
          this.program,
          characters.map((one) => one.codePointAt(0) ?? 0),
        )
  }
}

function fill(template: string, group: (name: string) => string): string {
  return template.replace(placeholder, (_, dollar?: string, braced?: string, bare?: string) =>
    dollar === undefined ? group(braced ?? bare ?? '') : '$',
  )
}

/** What stands for a group in a template, or for a dollar sign. */
export const placeholder = /\$(?:(\$)|\{(\w+)\}|(\w+))/g

const patterns = new Map<string, GoPattern>()
const mostPatterns = 2000
const isZero = /^0+$/
const plain = /^[\w \-/:|,@%=!<>~'"#&;]*$/
const everything: ReadonlySet<string> = new Set(['.*', '(.*)'])
