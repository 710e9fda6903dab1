import type { PromqlVersion } from '../../promql/versions.ts'
import type { DefineNode, Pipe, Template, TemplateNode, TextLiteral } from './go-template.ts'
import { PipeParser } from './pipe-parser.ts'
import { type ActionToken, scanAction } from './scan-action.ts'
import { TemplateFault } from './template-fault.ts'

/**
 * Reads a template as Go does. Never throws; its depth is bounded.
 *
 * @param variables - those that are set before it begins, with their `$`.
 * @param version - of the Prometheus that reads it: each has the templates of the Go that it was built with.
 */
export function parseTemplate(text: string, variables: readonly string[], version: PromqlVersion): Template {
  const parser = new TemplateParser(text, ['$', ...variables], version)
  try {
    return { nodes: parser.parse(), fault: null }
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error
    return { nodes: [], fault: error.fault }
  }
}

const mostNesting = 100
const comment = /\{\{(?:-\s+)?\/\*[\s\S]*?\*\/(?:\s+-)?\}\}/y

/** What ended a list of nodes: `{{ end }}`, `{{ else }}`, or the text itself. */
interface Ending {
  readonly word: 'end' | 'else' | ''
  readonly action: readonly ActionToken[]
}

class TemplateParser {
  readonly #text: string
  readonly #variables: string[]
  readonly #version: PromqlVersion
  #at = 0
  #depth = 0
  #ranges = 0

  constructor(text: string, variables: readonly string[], version: PromqlVersion) {
    this.#text = text
    this.#variables = [...variables]
    this.#version = version
  }

  parse(): readonly TemplateNode[] {
    const { nodes, ending } = this.#list()
    if (ending.word !== '') throw this.#unexpected(ending.action)
    return nodes
  }

  #list(): { readonly nodes: readonly TemplateNode[]; readonly ending: Ending } {
    const nodes: TemplateNode[] = []
    for (;;) {
      const from = this.#at
      const open = this.#text.indexOf('{{', from)
      const to = open === -1 ? this.#text.length : open
      if (to > from) nodes.push({ kind: 'text', from, to })
      this.#at = to
      if (open === -1) return { nodes, ending: { word: '', action: [] } }
      if (this.#skipComment()) continue
      const isTrimmed = /^-\s/.test(this.#text.slice(open + 2, open + 4))
      const action = scanAction(this.#text, open + (isTrimmed ? 3 : 2))
      this.#at = action.at(-1)?.to ?? this.#text.length
      const word = action[0]?.kind === 'word' ? action[0].text : ''
      if (word === 'end' && action.length > 2) throw this.#unexpected(action.slice(1))
      if (word === 'end' || word === 'else') return { nodes, ending: { word, action } }
      const node = this.#node(word, action, open)
      if (node !== null) nodes.push(node)
    }
  }

  #skipComment(): boolean {
    comment.lastIndex = this.#at
    const found = comment.exec(this.#text)?.[0]
    if (found === undefined) return false
    this.#at += found.length
    return true
  }

  #node(word: string, action: readonly ActionToken[], from: number): TemplateNode | null {
    switch (word) {
      case 'if':
      case 'range':
      case 'with':
        return this.#branch(word, action, from)
      case 'define':
      case 'block':
        return this.#define(word, action, from)
      case 'template': {
        const name = nameIn(action)
        return { kind: 'invoke', name, pipe: this.#optionalPipe(action, 2), from, to: this.#at }
      }
      case 'break':
      case 'continue':
        if (this.#ranges === 0) throw this.#fault(`\`${word}\` outside of \`range\``, action)
        if (action.length > 2) throw this.#unexpected(action.slice(1))
        return null
      default:
        return { kind: 'action', pipe: this.#pipe(action, 0, 'a value'), from, to: this.#at }
    }
  }

  #branch(kind: 'if' | 'range' | 'with', action: readonly ActionToken[], from: number): TemplateNode {
    const known = this.#variables.length
    const pipe = this.#pipe(action, 1, kind)
    const { nodes: body, ending } = this.#nested(kind === 'range')
    let otherwise: readonly TemplateNode[] = []
    if (ending.word === 'else') {
      const next = ending.action[1]
      if (next?.kind === 'word' && next.text === kind && kind !== 'range') {
        if (kind === 'with' && this.#version === '2.42') throw this.#fault('`else with` needs Prometheus 3', [next])
        // `else if` ends with the same `end`.
        otherwise = [this.#deeper(() => this.#branch(kind, ending.action.slice(1), next.from))]
      } else {
        if (next?.kind !== 'end') throw this.#unexpected(ending.action.slice(1))
        const rest = this.#nested(false)
        if (rest.ending.word !== 'end') throw this.#missingEnd(rest.ending, kind, action)
        otherwise = rest.nodes
      }
    } else if (ending.word === '') throw this.#missingEnd(ending, kind, action)
    this.#variables.length = known
    return { kind, pipe, body, otherwise, from, to: this.#at }
  }

  #define(kind: DefineNode['kind'], action: readonly ActionToken[], from: number): TemplateNode {
    if (kind === 'define' && this.#depth > 0) throw this.#fault('`define` stands within something else', action)
    const name = nameIn(action)
    const pipe = kind === 'block' ? this.#pipe(action, 2, 'a value') : this.#optionalPipe(action, 2)
    const known = [...this.#variables]
    // A template of its own knows none of the variables around it.
    this.#variables.length = 1
    const { nodes: body, ending } = this.#nested(false)
    if (ending.word !== 'end') throw this.#missingEnd(ending, kind, action)
    this.#variables.splice(0, this.#variables.length, ...known)
    return { kind, name, pipe, body, from, to: this.#at }
  }

  #nested(isRange: boolean) {
    if (isRange) this.#ranges += 1
    const known = this.#variables.length
    const list = this.#deeper(() => this.#list())
    this.#variables.length = known
    if (isRange) this.#ranges -= 1
    return list
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1
    if (this.#depth > mostNesting) throw new TemplateFault('nested too deeply', this.#at, this.#at)
    const result = read()
    this.#depth -= 1
    return result
  }

  #optionalPipe(action: readonly ActionToken[], first: number): Pipe | null {
    return action[first]?.kind === 'end' ? null : this.#pipe(action, first, 'a value')
  }

  #pipe(action: readonly ActionToken[], first: number, what: string): Pipe {
    return new PipeParser(action, first, this.#variables, what).parse()
  }

  #missingEnd({ word, action }: Ending, kind: string, opened: readonly ActionToken[]): TemplateFault {
    return word === '' ? this.#fault(`\`${kind}\` has no \`end\``, opened) : this.#unexpected(action)
  }

  #unexpected(action: readonly ActionToken[]): TemplateFault {
    return this.#fault(`unexpected \`${action[0]?.text ?? ''}\``, action)
  }

  #fault(message: string, [first]: readonly ActionToken[]): TemplateFault {
    return new TemplateFault(message, first?.from ?? this.#at, first?.to ?? this.#at)
  }
}

function nameIn(action: readonly ActionToken[]): TextLiteral {
  const [word, name] = action
  if (name?.literal !== null && name?.literal !== undefined) return name.literal
  throw new TemplateFault(`\`${word?.text ?? ''}\` needs a name in quotes`, word?.from ?? 0, word?.to ?? 0)
}
