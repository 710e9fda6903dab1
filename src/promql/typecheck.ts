import { aggregations } from './aggregations.ts'
import type { Aggregation, Binary, Call, Expr, Matcher, Name, Notation, Span } from './ast.ts'
import type { Fault } from './fault.ts'
import { type FunctionSignature, functions, type ValueType } from './functions.ts'
import { isComparison, isSetOperator } from './operators.ts'
import { readRegex } from './regex.ts'
import { typeOf } from './type-of.ts'
import type { PromqlVersion } from './versions.ts'

/**
 * What a version of Prometheus refuses of an expression that has no syntax fault, innermost first: types, arguments,
 * constructs that it does not have.
 */
export function checkTypes(node: Expr, version: PromqlVersion): readonly Fault[] {
  const checker = new TypeChecker(version)
  checker.check(node)
  return checker.faults
}

class TypeChecker {
  readonly faults: Fault[] = []
  private readonly version: PromqlVersion

  constructor(version: PromqlVersion) {
    this.version = version
  }

  check(node: Expr): void {
    switch (node.kind) {
      case 'number':
        if (node.notation !== 'plain') this.refuseBefore3(node, notationNames[node.notation])
        return
      case 'string':
        return
      case 'vector':
        if (node.name !== null) this.checkName(node.name)
        for (const matcher of node.matchers) this.checkMatcher(matcher)
        break
      case 'matrix':
        this.check(node.selector)
        this.checkDuration(node.range)
        break
      case 'subquery':
        this.check(node.operand)
        if (typeOf(node.operand) !== 'instant') this.refuseType(node.operand, 'instant', 'a subquery')
        this.checkDuration(node.range)
        if (node.step !== null) this.checkDuration(node.step)
        break
      case 'call':
        this.checkCall(node)
        return
      case 'aggregation':
        this.checkAggregation(node)
        return
      case 'binary':
        this.checkBinary(node)
        return
      case 'unary':
        this.check(node.operand)
        this.expectArithmetic(node.operand, node.operator, 'a ')
        return
      case 'parens':
        this.check(node.operand)
        return
    }
    const { offset, at } = node
    if (offset !== null) {
      this.checkDuration(offset)
      if (offset.milliseconds === 0) this.refuseBefore3(offset, 'an offset of 0')
    }
    if (at?.kind === 'time' && at.notation !== 'plain') this.refuseBefore3(at, notationNames[at.notation])
  }

  private checkCall({ name, args }: Call): void {
    const signature = functions.get(name.text)
    for (const arg of args) this.check(arg)
    if (signature === undefined) return
    this.checkAvailability(name, signature)
    this.checkCount(name, args.length, signature)
    let index = 0
    for (const arg of args) {
      const type = signature.args[index] ?? (signature.repeats ? signature.args.at(-1) : undefined)
      if (type !== undefined) this.expectType(arg, type, name.text)
      index += 1
    }
  }

  private checkAvailability(name: Name, { only, experimental, plainSince }: FunctionSignature): void {
    if (only !== null && only !== this.version) {
      const message =
        only === '3.x'
          ? `\`${name.text}\` is not in Prometheus ${this.version}`
          : `\`${name.text}\` is gone since Prometheus 3`
      this.add(name, message)
    } else if (experimental) {
      const message =
        plainSince === ''
          ? 'is experimental, Prometheus refuses it without a feature flag'
          : `needs Prometheus ${plainSince}, or a feature flag`
      this.add(name, `\`${name.text}\` ${message}`)
    }
  }

  private checkCount(name: Name, count: number, { args, optional, repeats }: FunctionSignature): void {
    const least = args.length - (repeats ? 1 : optional)
    if (count >= least && (repeats || count <= args.length)) return
    const wanted = repeats ? `at least ${least}` : least === args.length ? `${least}` : `${least} to ${args.length}`
    this.add(name, `\`${name.text}\` takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${count}`)
  }

  private checkAggregation({ operator, operatorSpan, grouping, param, operand }: Aggregation): void {
    const signature = aggregations.get(operator)
    if (signature?.experimental === true) {
      this.add(operatorSpan, `\`${operator}\` is experimental, Prometheus refuses it without a feature flag`)
    }
    this.checkLabels(grouping?.labels ?? [])
    if (param !== null) {
      this.check(param)
      if (signature?.param) this.expectType(param, signature.param, operator)
    }
    this.check(operand)
    this.expectType(operand, 'instant', operator)
  }

  private checkBinary(node: Binary): void {
    const { operator, operatorSpan, left, right, bool } = node
    this.check(left)
    this.check(right)
    const scalars = this.expectArithmetic(left, operator) + this.expectArithmetic(right, operator)
    if (bool !== null && !isComparison(operator))
      this.add(bool, `\`bool\` goes with a comparison, not with \`${operator}\``)
    if (bool === null && isComparison(operator) && scalars === 2) {
      this.add(operatorSpan, `two scalars are compared, which needs \`${operator} bool\``)
    }
    if (scalars > 0 && isSetOperator(operator))
      this.add(operatorSpan, `\`${operator}\` needs instant vectors on both sides`)
    this.checkMatching(node, scalars)
  }

  private checkMatching({ operator, matching }: Binary, scalars: number): void {
    if (matching === null) return
    const { kind, labels, group } = matching
    this.checkLabels(labels)
    this.checkLabels(group?.labels ?? [])
    if (scalars > 0) {
      if (labels.length > 0) this.add(matching, `\`${kind}\` needs instant vectors on both sides`)
    } else if (group !== null && isSetOperator(operator)) {
      this.add(group, `\`${operator}\` cannot have \`group_${group.side}\``)
    }
    if (group === null || kind === 'ignoring') return
    const matched = new Set(labels.map(({ text }) => text))
    for (const label of group.labels) {
      if (!matched.has(label.text)) continue
      this.add(label, `\`${label.text}\` cannot be in \`on\` and in \`group_${group.side}\``)
    }
  }

  private checkName({ from, to, quoted }: Name): void {
    if (quoted) this.refuseBefore3({ from, to }, 'a name in quotes')
  }

  private checkMatcher({ label, operator, value }: Matcher): void {
    this.checkName(label)
    const isRegex = operator === '=~' || operator === '!~'
    if (isRegex && recent.test(value.value) && readRegex(value.value).needs3) {
      this.refuseBefore3(value, 'this regular expression')
    }
  }

  private checkLabels(labels: readonly Name[]): void {
    for (const label of labels) {
      this.checkName(label)
      if (!label.quoted && label.text.includes(':')) this.refuseBefore3(label, 'a label with a colon')
    }
  }

  private checkDuration(duration: Span & { readonly notation: Notation }): void {
    if (duration.notation !== 'duration') this.refuseBefore3(duration, durationNames[duration.notation])
  }

  private expectType(node: Expr, wanted: ValueType, name: string): void {
    if (typeOf(node) !== wanted) this.refuseType(node, wanted, `\`${name}\``)
  }

  private refuseType(node: Expr, wanted: ValueType, context: string): void {
    this.add(node, `${context} takes ${typeNames[wanted]}, not ${typeNames[typeOf(node)]}`)
  }

  /** Returns how many scalars it is: 1 or 0. */
  private expectArithmetic(node: Expr, operator: string, article = ''): number {
    const found = typeOf(node)
    if (found !== 'scalar' && found !== 'instant')
      this.add(node, `${article}\`${operator}\` takes scalars and instant vectors, not ${typeNames[found]}`)
    return found === 'scalar' ? 1 : 0
  }

  private refuseBefore3(span: Span, what: string): void {
    if (this.version === '2.42') this.add(span, `${what} needs Prometheus 3`)
  }

  private add({ from, to }: Span, message: string): void {
    this.faults.push({ from, to, message })
  }
}

/** What a regular expression that needs Prometheus 3 holds. */
const recent = /\(\?<|\\Q/

const typeNames: Readonly<Record<ValueType, string>> = {
  scalar: 'a scalar',
  string: 'a string',
  instant: 'an instant vector',
  range: 'a range vector',
}

const notationNames: Readonly<Record<Notation, string>> = {
  plain: 'a number',
  grouped: 'a number with underscores',
  duration: 'a duration in place of a number',
  signed: 'a sign',
}

const durationNames: Readonly<Record<Notation, string>> = {
  ...notationNames,
  plain: 'a number in place of a duration',
  signed: 'a sign before a duration',
}
