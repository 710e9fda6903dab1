import { suggest } from '../errors/suggest.ts'
import { type AggregationName, aggregations } from './aggregations.ts'
import type { Aggregation, Binary, BinaryOperator, Expr, Grouping, Matching, MatchingGroup, Name, Span } from './ast.ts'
import type { Fault } from './fault.ts'
import { functions } from './functions.ts'
import { Lexer, shortened } from './lexer.ts'
import { powerPrecedence, precedences } from './operators.ts'
import { isNumberWord, parseLabels } from './parse-labels.ts'
import { parseSelector } from './parse-selector.ts'
import { parseShifts } from './parse-shift.ts'
import { SyntaxFault } from './syntax-fault.ts'

/** Reads one expression by precedence climbing; faults that do not stop the reading are put into `faults`. */
export class Parser {
  private readonly lexer: Lexer
  private readonly faults: Fault[]
  private depth = 0
  private operators = 0
  private readonly countShift = (): void => this.countOperator()

  constructor(text: string, faults: Fault[]) {
    this.lexer = new Lexer(text)
    this.faults = faults
  }

  /** @throws SyntaxFault */
  parse(): Expr {
    const { lexer } = this
    if (lexer.is('end')) throw new SyntaxFault(0, lexer.text.length, 'there is no expression')
    const node = this.parseBinary(0)
    if (lexer.is(')')) throw lexer.unexpected('`)` without `(`')
    if (!lexer.is('end')) throw this.unexpectedAfter(node)
    return node
  }

  private parseBinary(least: number): Expr {
    this.enter()
    let left = this.parseOperand()
    for (;;) {
      const precedence = this.lexer.is('word') ? precedences.get(this.lexer.keyword) : precedences.get(this.lexer.kind)
      if (precedence === undefined || precedence < least) break
      left = this.parseOperation(left, precedence)
    }
    this.depth -= 1
    return left
  }

  private parseOperation(left: Expr, precedence: number): Binary {
    const { lexer } = this
    const operatorSpan: Span = { from: lexer.from, to: lexer.to }
    const operator = (lexer.is('word') ? lexer.keyword : lexer.kind) as BinaryOperator
    this.countOperator()
    lexer.advance('plain')
    const bool = lexer.keyword === 'bool' ? { from: lexer.from, to: lexer.to } : null
    if (bool !== null) lexer.advance('plain')
    const matching = this.parseMatching()
    const right = this.parseBinary(precedence === powerPrecedence ? precedence : precedence + 1)
    return { kind: 'binary', from: left.from, to: right.to, operator, operatorSpan, left, right, bool, matching }
  }

  private parseMatching(): Matching | null {
    const { lexer } = this
    const { from, keyword: kind } = lexer
    if (kind !== 'on' && kind !== 'ignoring') return null
    lexer.advance('plain')
    const labels = parseLabels(lexer, kind)
    const group = this.parseMatchingGroup()
    return { kind, from, to: lexer.lastTo, labels, group }
  }

  private parseMatchingGroup(): MatchingGroup | null {
    const { lexer } = this
    const { from, keyword } = lexer
    if (keyword !== 'group_left' && keyword !== 'group_right') return null
    lexer.advance('plain')
    const labels = lexer.is('(') ? parseLabels(lexer, keyword) : []
    return { side: keyword === 'group_left' ? 'left' : 'right', from, to: lexer.lastTo, labels }
  }

  private parseOperand(): Expr {
    const { kind } = this.lexer
    return kind === '-' || kind === '+' ? this.parseSigned(kind) : this.parseShifted()
  }

  private parseShifted(): Expr {
    return parseShifts(this.lexer, this.parsePrimary(), this.countShift)
  }

  /** The sign of a number is part of it. */
  private parseSigned(operator: '-' | '+'): Expr {
    const { from } = this.lexer
    this.lexer.advance('plain')
    const operand = this.parseBinary(powerPrecedence)
    if (operand.kind === 'number') return { ...operand, from, value: operator === '-' ? -operand.value : operand.value }
    return { kind: 'unary', from, to: operand.to, operator, operand }
  }

  private parsePrimary(): Expr {
    const { lexer } = this
    const { from, to } = lexer
    switch (lexer.kind) {
      case 'number': {
        const { value, notation } = lexer
        lexer.advance('plain')
        return { kind: 'number', from, to, value, notation }
      }
      case 'string': {
        const { content: value } = lexer
        lexer.advance('plain')
        return { kind: 'string', from, to, value }
      }
      case '(':
        return this.parseParens()
      case '{':
        return parseSelector(lexer, null, this.faults)
      case 'word':
        return this.parseWord()
      default:
        throw lexer.unexpected(`an expression expected, found ${lexer.describe()}`)
    }
  }

  private parseParens(): Expr {
    const { lexer } = this
    const { from } = lexer
    lexer.advance('plain')
    const operand = this.parseBinary(0)
    if (!lexer.is(')')) throw this.unclosed(from, operand)
    lexer.advance('plain')
    return { kind: 'parens', from, to: lexer.lastTo, operand }
  }

  private parseWord(): Expr {
    const { lexer } = this
    const { from, to, content: text, keyword } = lexer
    if (neverNames.has(keyword)) throw lexer.unexpected(`an expression expected, found ${lexer.describe()}`)
    lexer.advance('plain')
    if (isNumberWord(keyword)) {
      return {
        kind: 'number',
        from,
        to,
        value: keyword === 'inf' ? Number.POSITIVE_INFINITY : Number.NaN,
        notation: 'plain',
      }
    }
    const name: Name = { from, to, text, quoted: false }
    if (isAggregation(keyword) && (lexer.is('(') || isGrouping(lexer.keyword))) {
      return this.parseAggregation(keyword, { from, to })
    }
    if (!lexer.is('(') || notCallable.has(keyword) || text.includes(':')) return parseSelector(lexer, name, this.faults)
    return this.parseCall(name)
  }

  private parseCall(name: Name): Expr {
    if (!functions.has(name.text)) {
      const text = shortened(name.text)
      const probable = suggest(text, [...functions.keys(), ...aggregations.keys()])
      const hint = probable === null ? '' : `, did you mean \`${probable}\`?`
      this.faults.push({ from: name.from, to: name.to, message: `unknown function \`${text}\`${hint}` })
    }
    const args = this.parseArguments()
    return { kind: 'call', from: name.from, to: this.lexer.lastTo, name, args }
  }

  private parseArguments(): readonly Expr[] {
    const { lexer } = this
    const { from } = lexer
    const args: Expr[] = []
    lexer.advance('plain')
    while (!lexer.is(')')) {
      if (lexer.is('end')) throw new SyntaxFault(from, from + 1, 'unclosed parenthesis')
      const arg = this.parseBinary(0)
      args.push(arg)
      if (!lexer.is(',') && !lexer.is(')')) throw this.unclosed(from, arg)
      if (!lexer.is(',')) continue
      const comma = lexer.from
      lexer.advance('plain')
      if (lexer.is(')')) throw new SyntaxFault(comma, comma + 1, 'a comma after the last argument')
    }
    lexer.advance('plain')
    return args
  }

  private parseAggregation(operator: AggregationName, operatorSpan: Span): Aggregation {
    const { lexer } = this
    const before = this.parseGrouping()
    if (!lexer.is('(')) throw lexer.unexpected(`\`(\` expected after \`${operator}\`, found ${lexer.describe()}`)
    const args = this.parseArguments()
    const grouping = before ?? this.parseGrouping()
    const { from } = operatorSpan
    const to = lexer.lastTo
    const wanted = aggregations.get(operator)?.param === null ? 1 : 2
    const operand = args[wanted - 1]
    if (operand === undefined || args.length > wanted) {
      throw new SyntaxFault(from, to, `\`${operator}\` takes ${counted(wanted)}, not ${args.length}`)
    }
    const param = wanted === 2 ? (args[0] ?? null) : null
    return { kind: 'aggregation', from, to, operator, operatorSpan, grouping, param, operand }
  }

  private parseGrouping(): Grouping | null {
    const { lexer } = this
    const { from, keyword: kind } = lexer
    if (kind !== 'by' && kind !== 'without') return null
    lexer.advance('plain')
    const labels = parseLabels(lexer, kind)
    return { kind, from, to: lexer.lastTo, labels }
  }

  private unclosed(open: number, inside: Expr): SyntaxFault {
    const atEnd = this.lexer.is('end')
    return atEnd ? new SyntaxFault(open, open + 1, 'unclosed parenthesis') : this.unexpectedAfter(inside)
  }

  private unexpectedAfter(node: Expr): SyntaxFault {
    const { lexer } = this
    const hint = lexer.is('=') ? ', did you mean `==`?' : ''
    return lexer.unexpected(`unexpected ${lexer.describe()} after ${kindNames[lastPart(node).kind]}${hint}`)
  }

  private enter(): void {
    this.depth += 1
    if (this.depth > deepest) throw this.lexer.unexpected(`nested deeper than ${deepest} levels`)
  }

  private countOperator(): void {
    this.operators += 1
    if (this.operators > mostOperators) throw this.lexer.unexpected(`more than ${mostOperators} operators`)
  }
}

const deepest = 250
const mostOperators = 1000

/** Every other keyword can be the name of a metric. */
const neverNames: ReadonlySet<string> = new Set(['atan2', 'bool', 'group_left', 'group_right', 'ignoring', 'on'])
const notCallable: ReadonlySet<string> = new Set(['and', 'by', 'end', 'offset', 'or', 'start', 'unless', 'without'])

const kindNames: Readonly<Record<Expr['kind'], string>> = {
  number: 'a number',
  string: 'a string',
  vector: 'a selector',
  matrix: 'a range',
  subquery: 'a subquery',
  call: 'a function call',
  aggregation: 'an aggregation',
  binary: 'an operation',
  unary: 'an operation',
  parens: 'a parenthesis',
}

/** What stands last in the text of an expression. */
function lastPart(node: Expr): Expr {
  let part = node
  while (part.kind === 'binary' || part.kind === 'unary') part = part.kind === 'binary' ? part.right : part.operand
  return part
}

function isAggregation(keyword: string): keyword is AggregationName {
  return aggregations.has(keyword as AggregationName)
}

function isGrouping(keyword: string): boolean {
  return keyword === 'by' || keyword === 'without'
}

function counted(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`
}
