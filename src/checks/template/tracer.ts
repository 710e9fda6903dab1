import { suggestHint } from '../../errors/suggest.ts'
import type { Span } from '../../promql/ast.ts'
import type { Fault } from '../../promql/fault.ts'
import type { Facts } from '../../promql/infer/facts.ts'
import type { Command, Field, Operand, Pipe, TemplateNode } from './go-template.ts'
import { printedQuery } from './printed-query.ts'
import { templateFunctions } from './template-functions.ts'
import type { LabelUse, QueryUse, Thing, ValueUse } from './trace.ts'

/** What the data of an alert's template has. */
const dataFields = ['Labels', 'ExternalLabels', 'ExternalURL', 'Value'] as const

/** Follows a template from its first to its last node, and notes what it does. */
export class Tracer {
  readonly faults: Fault[] = []
  readonly labels: LabelUse[] = []
  readonly values: ValueUse[] = []
  readonly queries: QueryUse[] = []
  readonly #text: string
  readonly #factsOf: (query: string) => Facts | null
  readonly #variables = new Map<string, Thing>([
    ['$', { kind: 'data' }],
    ['$labels', { kind: 'labels', of: 'alert', facts: null }],
    ['$externalLabels', { kind: 'labels', of: 'external', facts: null }],
    ['$externalURL', { kind: 'text' }],
    ['$value', { kind: 'value', format: '' }],
  ])
  readonly #defined = new Set<string>()
  /** Labels whose presence is asked for before they are used. */
  readonly #guarded = new Map<string, number>()
  #asks = false

  /** @param factsOf - what is known of the result of a query; `null` for nothing. */
  constructor(text: string, factsOf: (query: string) => Facts | null) {
    this.#text = text
    this.#factsOf = factsOf
  }

  follow(nodes: readonly TemplateNode[]): void {
    for (const node of nodes) if (node.kind === 'define' || node.kind === 'block') this.#defined.add(node.name.value)
    this.#list(nodes, { kind: 'data' })
  }

  #list(nodes: readonly TemplateNode[], dot: Thing): void {
    for (const node of nodes) this.#node(node, dot)
  }

  #node(node: TemplateNode, dot: Thing): void {
    switch (node.kind) {
      case 'text':
        return
      case 'action': {
        const result = this.#pipe(node.pipe, dot)
        if (result.kind === 'value' && node.pipe.sets.length === 0) {
          const { from, to } = node.pipe
          this.values.push({ from, to, format: result.format, behind: this.#text[node.to] ?? '' })
        }
        return
      }
      case 'invoke':
        if (!this.#defined.has(node.name.value)) this.#fault(`there is no template ${node.name.value}`, node.name)
        if (node.pipe !== null) this.#pipe(node.pipe, dot)
        return
      case 'define':
      case 'block':
        this.#list(node.body, node.pipe === null ? { kind: 'unknown' } : this.#pipe(node.pipe, dot))
        return
      default:
        this.#branch(node, dot)
    }
  }

  #branch({ kind, pipe, body, otherwise }: Extract<TemplateNode, { kind: 'if' | 'range' | 'with' }>, dot: Thing) {
    const asked = this.labels.length
    const before = this.#asks
    this.#asks = kind !== 'range'
    const result = this.#pipe(pipe, dot)
    this.#asks = before
    const guards = kind === 'range' ? [] : this.labels.splice(asked).filter(({ of }) => of === 'alert')
    for (const { name } of guards) this.#guarded.set(name, (this.#guarded.get(name) ?? 0) + 1)
    const inner: Thing = result.kind === 'samples' ? { kind: 'sample', facts: result.facts } : { kind: 'unknown' }
    if (kind === 'range') {
      const [item] = pipe.sets.slice(-1)
      if (item !== undefined) this.#variables.set(item, inner)
      if (pipe.sets.length === 2) this.#variables.set(pipe.sets[0] ?? '', { kind: 'unknown' })
    }
    this.#list(body, kind === 'range' ? inner : kind === 'with' ? result : dot)
    this.#list(otherwise, dot)
    for (const { name } of guards) this.#guarded.set(name, (this.#guarded.get(name) ?? 1) - 1)
  }

  #pipe({ sets, commands }: Pipe, dot: Thing): Thing {
    let result: Thing | null = null
    for (const command of commands) result = this.#command(command, dot, result)
    const found = result ?? { kind: 'unknown' }
    for (const name of sets) this.#variables.set(name, found)
    return found
  }

  #command({ args, from, to }: Command, dot: Thing, piped: Thing | null): Thing {
    const [first, ...others] = args
    if (first === undefined) return { kind: 'unknown' }
    if (first.kind === 'function' && first.fields.length === 0) {
      const given = others.map((one) => this.#operand(one, dot))
      return this.#call(first.name, first, piped === null ? given : [...given, piped], others)
    }
    const thing = this.#operand(first, dot)
    for (const other of others) this.#operand(other, dot)
    if (others.length > 0 || piped !== null)
      this.#fault(`\`${this.#text.slice(first.from, first.to)}\` is no function, so it takes no arguments`, {
        from,
        to,
      })
    return thing
  }

  #operand(operand: Operand, dot: Thing): Thing {
    switch (operand.kind) {
      case 'string':
        return { kind: 'literal', literal: operand }
      case 'literal':
        return { kind: 'number' }
      case 'nil':
        return { kind: 'other' }
      case 'dot':
        return dot
      case 'field':
        return this.#fields(dot, operand.fields)
      case 'variable':
        return this.#fields(this.#variables.get(operand.name) ?? { kind: 'unknown' }, operand.fields)
      case 'pipe':
        return this.#fields(this.#pipe(operand.pipe, dot), operand.fields)
      case 'function':
        return this.#fields(this.#call(operand.name, operand, [], []), operand.fields)
    }
  }

  #fields(start: Thing, fields: readonly Field[]): Thing {
    return fields.reduce((thing, field) => this.#field(thing, field), start)
  }

  #field(thing: Thing, field: Field): Thing {
    const { name } = field
    switch (thing.kind) {
      case 'labels':
        this.#useLabel(thing, name, field)
        return { kind: 'label' }
      case 'data':
        if (name === 'Labels') return { kind: 'labels', of: 'alert', facts: null }
        if (name === 'ExternalLabels') return { kind: 'labels', of: 'external', facts: null }
        if (name === 'ExternalURL') return { kind: 'text' }
        if (name === 'Value') return { kind: 'value', format: '' }
        this.#fault(`a template has no .${name}`, field, suggestHint(name, dataFields))
        return { kind: 'unknown' }
      case 'sample':
        if (name === 'Labels') return { kind: 'labels', of: 'query', facts: thing.facts }
        if (name === 'Value') return { kind: 'number' }
        this.#fault(`a sample has no .${name}: it has .Labels and .Value`, field)
        return { kind: 'unknown' }
      case 'unknown':
      case 'other':
        return { kind: 'unknown' }
      default:
        this.#fault(`\`.${name}\` of what has no fields`, field)
        return { kind: 'unknown' }
    }
  }

  #useLabel({ of, facts }: { readonly of: LabelUse['of']; readonly facts: Facts | null }, name: string, span: Span) {
    if (of === 'alert' && !this.#asks && (this.#guarded.get(name) ?? 0) > 0) return
    this.labels.push({ name, of, facts, from: span.from, to: span.to })
  }

  #call(name: string, span: Span, given: readonly Thing[], written: readonly Operand[]): Thing {
    const known = templateFunctions.get(name)
    if (known === undefined) {
      this.#fault(`templates have no function ${name}`, span, suggestHint(name, [...templateFunctions.keys()]))
      return { kind: 'unknown' }
    }
    const { least, most, gives } = known
    if (given.length < least || (most !== null && given.length > most))
      this.#fault(`${name} takes ${countText(least, most)}, not ${given.length}`, span)
    const last = given.at(-1) ?? { kind: 'unknown' }
    if (name === 'index') return this.#index(given, written)
    if (last.kind === 'value' && (gives === 'text' || name === 'printf'))
      return { kind: 'value', format: formatOf(name, given) }
    switch (gives) {
      case 'samples':
        return { kind: 'samples', facts: this.#query(last) }
      case 'sample':
        return last.kind === 'samples' ? { kind: 'sample', facts: last.facts } : { kind: 'unknown' }
      case 'label': {
        const [label] = given
        const operand = written[0]
        if (label?.kind === 'literal' && last.kind === 'sample')
          this.#useLabel({ of: 'query', facts: last.facts }, label.literal.value, operand ?? span)
        return { kind: 'label' }
      }
      case 'value':
        return { kind: 'number' }
      case 'text':
        return { kind: 'text' }
      case 'same':
        return last
      default:
        return this.#printed(name, given)
    }
  }

  #index([of, key]: readonly Thing[], [, operand]: readonly Operand[]): Thing {
    if (of?.kind === 'labels' && key?.kind === 'literal' && operand !== undefined)
      this.#useLabel(of, key.literal.value, operand)
    return { kind: 'unknown' }
  }

  #printed(name: string, [format]: readonly Thing[]): Thing {
    if (name === 'printf' && format?.kind === 'literal') return { kind: 'query', query: printedQuery(format.literal) }
    return { kind: 'other' }
  }

  #query(thing: Thing): Facts | null {
    const query =
      thing.kind === 'query'
        ? thing.query
        : thing.kind === 'literal'
          ? { literal: thing.literal, text: thing.literal.value, isOpen: false }
          : null
    if (query === null) return null
    this.queries.push(query)
    return this.#factsOf(query.text)
  }

  #fault(message: string, { from, to }: Span, hint = ''): void {
    this.faults.push({
      message: hint === '' || !hint.startsWith('Did') ? message : `${message}; ${hint.replace('Did', 'did')}`,
      from,
      to,
    })
  }
}

function formatOf(name: string, [first]: readonly Thing[]): string {
  return name === 'printf' && first?.kind === 'literal' ? `printf "${first.literal.value}"` : name
}

function countText(least: number, most: number | null): string {
  const count = most === null ? `at least ${least}` : String(least)
  return `${count} ${least === 1 ? 'argument' : 'arguments'}`
}
