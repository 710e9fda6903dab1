import type { Binary, BinaryOperator, Matching } from '../../promql/ast.ts'
import { isComparison, isSetOperator } from '../../promql/operators.ts'
import type { Labels } from '../../spec/labels.ts'
import { type Element, keyOf, NotEvaluated, only, type Value, without } from './vector.ts'

/** What a binary operator gives for the values of its sides. */
export function combine(node: Binary, left: Value, right: Value): Value {
  const { operator, bool } = node
  if (typeof left === 'number' && typeof right === 'number') return compute(operator, left, right)
  if (typeof left !== 'number' && typeof right !== 'number')
    return isSetOperator(operator) ? combineSets(node, left, right) : combineVectors(node, left, right)
  const elements = typeof left === 'number' ? (right as readonly Element[]) : left
  return elements.flatMap(({ labels, value }) => {
    const [a, b] = typeof left === 'number' ? [left, value] : [value, right as number]
    const result = compute(operator, a, b)
    if (!isComparison(operator)) return [{ labels: without(labels, ['__name__']), value: result }]
    if (bool !== null) return [{ labels: without(labels, ['__name__']), value: result }]
    return result === 1 ? [{ labels, value }] : []
  })
}

/** Two numbers; a comparison gives 1 or 0. */
export function compute(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '^':
      return a ** b
    case '==':
      return Number(a === b)
    case '!=':
      return Number(a !== b)
    case '>':
      return Number(a > b)
    case '<':
      return Number(a < b)
    case '>=':
      return Number(a >= b)
    case '<=':
      return Number(a <= b)
    default:
      throw new NotEvaluated(`${operator} is not evaluated`)
  }
}

function combineSets(
  { operator, matching }: Binary,
  left: readonly Element[],
  right: readonly Element[],
): readonly Element[] {
  const keys = (elements: readonly Element[]) => new Set(elements.map(({ labels }) => keyOf(matched(labels, matching))))
  const isIn = (there: ReadonlySet<string>) => (element: Element) => there.has(keyOf(matched(element.labels, matching)))
  if (operator === 'and') return left.filter(isIn(keys(right)))
  const isOnOtherSide = isIn(keys(operator === 'or' ? left : right))
  return operator === 'or'
    ? [...left, ...right.filter((one) => !isOnOtherSide(one))]
    : left.filter((one) => !isOnOtherSide(one))
}

function combineVectors(
  { operator, matching, bool }: Binary,
  left: readonly Element[],
  right: readonly Element[],
): readonly Element[] {
  const isSwapped = matching?.group?.side === 'right'
  const [many, one] = isSwapped ? [right, left] : [left, right]
  const partners = new Map<string, Element>()
  for (const element of one) {
    const key = keyOf(matched(element.labels, matching))
    if (partners.has(key)) throw new NotEvaluated('several series on the side that may have one')
    partners.set(key, element)
  }
  return many.flatMap((element) => {
    const partner = partners.get(keyOf(matched(element.labels, matching)))
    if (partner === undefined) return []
    const [a, b] = isSwapped ? [partner.value, element.value] : [element.value, partner.value]
    const result = compute(operator, a, b)
    const isFilter = isComparison(operator) && bool === null
    if (isFilter && result === 0) return []
    return [{ labels: resultLabels(element, partner, matching, isFilter), value: isFilter ? a : result }]
  })
}

function resultLabels(many: Element, one: Element, matching: Matching | null, isFilter: boolean): Labels {
  const own = isFilter ? many.labels : without(many.labels, ['__name__'])
  if (matching === null) return own
  const names = matching.labels.map(({ text }) => text)
  if (matching.group === null) return matching.kind === 'on' ? only(own, names) : without(own, names)
  const taken = matching.group.labels.map(({ text }) => text)
  return { ...without(own, taken), ...only(one.labels, taken) }
}

function matched(labels: Labels, matching: Matching | null): Labels {
  const names = matching?.labels.map(({ text }) => text) ?? []
  return matching?.kind === 'on' ? only(labels, names) : without(labels, [...names, '__name__'])
}
