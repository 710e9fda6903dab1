import type { BoardVariable } from '../board/board.ts'
import { readRegex } from './read-regex.ts'

export interface VariableOption {
  readonly text: string
  readonly value: string
  /** What is put in for it. @default its value */
  readonly means?: string
}

/** The values of a query variable: filtered, cut out and sorted as its author set; `null` where its expression is none. */
export function optionsOf(
  { regex, sort }: Pick<BoardVariable, 'regex' | 'sort'>,
  values: readonly string[],
): readonly VariableOption[] | null {
  const pattern = patternOf(regex)
  if (pattern === null) return null
  const options = values.flatMap((value) => cut(value, pattern))
  const unique = [...new Map(options.map((option) => [option.value, option])).values()]
  return sorted(unique, sort)
}

/** `text : value, text2 : value2`, or bare values; a comma within is written `\,`. */
export function customOptions(query: string): readonly VariableOption[] {
  const parts = query.match(/(?:\\,|[^,])+/g) ?? []
  return parts.map((part) => {
    const text = part.replace(/\\,/g, ',').trim()
    const [, name, value] = /^\s*(.+?)\s+:\s+(.+)$/.exec(text) ?? []
    return name === undefined || value === undefined ? { text, value: text } : { text: name, value: value.trim() }
  })
}

function patternOf(regex: string): RegExp | null {
  const [, body, flags] = /^\/([\s\S]*)\/([gimuy]*)$/.exec(regex) ?? []
  return readRegex(body ?? (regex === '' ? '^[\\s\\S]*$' : `^${regex}$`), [...new Set(`${flags ?? ''}g`)].join(''))
}

/** The groups of a match are the value; those named `text` and `value` are each one. */
function cut(value: string, pattern: RegExp): readonly VariableOption[] {
  const matches = [...value.matchAll(pattern)]
  const [first] = matches
  if (first === undefined) return []
  const named = { text: '', value: '' }
  for (const { groups } of matches) {
    named.text ||= groups?.text ?? ''
    named.value ||= groups?.value ?? ''
  }
  if (named.text !== '' || named.value !== '')
    return [{ text: named.text || named.value, value: named.value || named.text }]
  const groups = matches.map((match) => match[1]).filter((group) => group !== undefined)
  if (first.length === 1) return [{ text: value, value }]
  return groups.map((group) => ({ text: group, value: group }))
}

const byText = (one: VariableOption, other: VariableOption): number => compare(one.text, other.text)
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const leadingNumber = ({ text }: VariableOption): number => Number(/\d+(?:\.\d+)?/.exec(text)?.[0] ?? -1)
const natural = (one: VariableOption, other: VariableOption): number => {
  const [left, right] = [one.text.split(/(\d+)/), other.text.split(/(\d+)/)]
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [a = '', b = ''] = [left[index], right[index]]
    const difference = index % 2 === 1 ? Number(a) - Number(b) : compare(a, b)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** 1, 2 by alphabet; 3, 4 by number; 5, 6 by alphabet without case; 7, 8 naturally. Even ones descend. */
function sorted(options: readonly VariableOption[], sort: number): readonly VariableOption[] {
  if (sort < 1 || sort > 8) return options
  const orders = [
    byText,
    (one: VariableOption, other: VariableOption) => leadingNumber(one) - leadingNumber(other),
    (one: VariableOption, other: VariableOption) => compare(one.text.toLowerCase(), other.text.toLowerCase()),
    natural,
  ]
  const ascending = [...options].sort(orders[Math.ceil(sort / 2) - 1])
  return sort % 2 === 0 ? ascending.reverse() : ascending
}
