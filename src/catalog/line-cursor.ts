/** Thrown inside a line; the parser turns it into a fault with its line. */
export class LineFault extends Error {
  readonly column: number

  constructor(column: number, message: string) {
    super(message)
    this.column = column
  }
}

const number = /[+-]?(?:\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf(?:inity)?|nan)(?![^\s])/iy
const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y
const word = /[^ \t]+/y
const blanks = /[ \t]*/y

/** Reads one line from left to right. Each pattern looks at a character once, whatever the line holds. */
export class LineCursor {
  readonly text: string
  #position = 0

  constructor(text: string) {
    this.text = text
  }

  /** 1-based. */
  get column(): number {
    return this.#position + 1
  }

  nextIs(text: string): boolean {
    return this.text.startsWith(text, this.#position)
  }

  get atEnd(): boolean {
    return this.#position >= this.text.length
  }

  /** Passes over spaces and tabs; says whether there were any. */
  skipBlanks(): boolean {
    return this.#take(blanks) !== ''
  }

  /** Passes over a text if it is next. */
  accept(text: string): boolean {
    if (!this.nextIs(text)) return false
    this.#position += text.length
    return true
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected ${JSON.stringify(text)}`)
  }

  expectBlanks(): void {
    if (!this.skipBlanks()) this.fail('expected a space')
  }

  metricName(): string {
    return this.#take(metricName) ?? this.fail('expected a metric name')
  }

  labelName(): string {
    return this.#take(labelName) ?? this.fail('expected a label name')
  }

  word(): string {
    return this.#take(word) ?? this.fail('expected a word')
  }

  number(what: string): number {
    const text = this.#take(number) ?? this.fail(`expected ${what}`)
    return toNumber(text)
  }

  /** Text in double quotes with `\\`, `\"` and `\n`. */
  quoted(): string {
    this.expect('"')
    let value = ''
    for (;;) {
      const start = this.#position
      while (!this.atEnd && !'"\\'.includes(this.text.charAt(this.#position))) this.#position += 1
      value += this.text.slice(start, this.#position)
      if (this.accept('"')) return value
      value += this.#escape('"')
    }
  }

  /** The rest of the line, with its escapes resolved. */
  rest(quoteToo: boolean): string {
    let value = ''
    while (!this.atEnd) {
      const start = this.#position
      while (!this.atEnd && this.text[this.#position] !== '\\') this.#position += 1
      value += this.text.slice(start, this.#position)
      if (!this.atEnd) value += this.#escape(quoteToo ? '"' : '')
    }
    return value
  }

  fail(message: string, column = this.column): never {
    throw new LineFault(
      column,
      this.atEnd && column === this.column ? `${message}, found the end of the line` : message,
    )
  }

  #escape(quote: string): string {
    const column = this.column
    if (!this.accept('\\')) this.fail('the quoted text does not end')
    if (this.accept('n')) return '\n'
    if (this.accept('\\')) return '\\'
    if (quote !== '' && this.accept(quote)) return quote
    return this.fail('unknown escape', column)
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#position
    const text = pattern.exec(this.text)?.[0] ?? null
    this.#position += text?.length ?? 0
    return text
  }
}

/** A number as both formats write it; `NaN` also for what is none. */
export function toNumber(text: string): number {
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text)
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return Number(text)
}
