import type { Command, Field, Operand, Pipe } from './go-template.ts'
import type { ActionToken } from './scan-action.ts'
import { TemplateFault } from './template-fault.ts'

const mostNesting = 100

/** Reads the pipeline of one action. */
export class PipeParser {
  readonly #tokens: readonly ActionToken[]
  readonly #variables: string[]
  readonly #what: string
  #next: number
  #depth = 0

  /**
   * @param tokens - the action; the last is its end.
   * @param first - where the pipeline begins.
   * @param variables - those that are known, with their `$`; what it sets is added.
   * @param what - for whom it is, should it be missing.
   */
  constructor(tokens: readonly ActionToken[], first: number, variables: string[], what: string) {
    this.#tokens = tokens
    this.#next = first
    this.#variables = variables
    this.#what = what
  }

  /** @throws TemplateFault when it is none. */
  parse(): Pipe {
    const pipe = this.#pipe('end')
    this.#variables.push(...pipe.sets)
    return pipe
  }

  #peek(): ActionToken {
    const token = this.#tokens[this.#next] ?? this.#tokens.at(-1)
    if (token === undefined) throw new TemplateFault('unclosed action: `}}` is missing', 0, 0)
    return token
  }

  #take(): ActionToken {
    const token = this.#peek()
    this.#next += 1
    return token
  }

  #pipe(close: 'end' | ')'): Pipe {
    const { from } = this.#peek()
    const sets = close === 'end' ? this.#sets() : []
    const commands: Command[] = []
    while (!this.#closes(this.#peek(), close)) {
      commands.push(this.#command(close))
      if (this.#peek().text === '|') this.#take()
    }
    const last = this.#peek()
    if (commands.length === 0) throw new TemplateFault(`${this.#what} is missing`, last.from, last.to)
    for (const { args } of commands.slice(1)) {
      const [first] = args
      if (first !== undefined && ['string', 'literal', 'nil', 'dot'].includes(first.kind))
        throw new TemplateFault('what a pipe leads to is no function', first.from, first.to)
    }
    return { sets, commands, from, to: commands.at(-1)?.to ?? last.from }
  }

  #sets(): readonly string[] {
    const names: string[] = []
    let at = this.#next
    while (this.#tokens[at]?.kind === 'variable') {
      names.push(this.#tokens[at]?.text ?? '')
      const mark = this.#tokens[at + 1]?.text
      at += 2
      if (mark === ',') continue
      if (mark !== ':=' && mark !== '=') return []
      this.#next = at
      return names
    }
    return []
  }

  #closes(token: ActionToken, close: 'end' | ')'): boolean {
    if (token.kind === 'end') {
      if (close === 'end') return true
      throw new TemplateFault('`)` is missing', token.from, token.to)
    }
    return close === ')' && token.kind === 'mark' && token.text === ')'
  }

  #command(close: 'end' | ')'): Command {
    const args: Operand[] = []
    const { from } = this.#peek()
    while (!this.#closes(this.#peek(), close) && this.#peek().text !== '|') {
      const token = this.#peek()
      if (args.length > 0 && token.joined) throw new TemplateFault(`unexpected \`${token.text}\``, token.from, token.to)
      args.push(this.#operand())
    }
    const last = args.at(-1)
    if (last === undefined) {
      const token = this.#peek()
      throw new TemplateFault('a value is missing', token.from, token.to)
    }
    return { args, from, to: last.to }
  }

  #operand(): Operand {
    const token = this.#take()
    const { from, to } = token
    switch (token.kind) {
      case 'string':
        if (token.literal !== null) return token.literal
        break
      case 'literal':
        return { kind: 'literal', from, to }
      case 'dot':
        return { kind: 'dot', from, to }
      case 'field':
        return this.#withFields((fields, end) => ({ kind: 'field', fields, from, to: end }), token)
      case 'variable':
        if (!this.#variables.includes(token.text))
          throw new TemplateFault(`there is no variable \`${token.text}\``, from, to)
        return this.#withFields((fields, end) => ({ kind: 'variable', name: token.text, fields, from, to: end }))
      case 'word':
        if (token.text === 'nil') return { kind: 'nil', from, to }
        if (token.text === 'true' || token.text === 'false') return { kind: 'literal', from, to }
        return this.#withFields((fields, end) => ({ kind: 'function', name: token.text, fields, from, to: end }))
      case 'mark': {
        if (token.text !== '(') break
        this.#depth += 1
        if (this.#depth > mostNesting) throw new TemplateFault('nested too deeply', from, to)
        const pipe = this.#pipe(')')
        this.#take()
        this.#depth -= 1
        return this.#withFields((fields, end) => ({ kind: 'pipe', pipe, fields, from, to: end }))
      }
      default:
        break
    }
    throw new TemplateFault(`unexpected \`${token.text}\``, from, to)
  }

  /** The fields that follow at once. */
  #withFields(make: (fields: readonly Field[], end: number) => Operand, first?: ActionToken): Operand {
    const fields = first === undefined ? [] : [toField(first)]
    let end = this.#tokens[this.#next - 1]?.to ?? 0
    for (let token = this.#peek(); token.kind === 'field' && token.joined; token = this.#peek()) {
      fields.push(toField(token))
      end = token.to
      this.#take()
    }
    return make(fields, end)
  }
}

function toField({ text, from, to }: ActionToken): Field {
  return { name: text.slice(1), from: from + 1, to }
}
