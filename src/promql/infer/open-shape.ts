import { anyLabel, type LabelFact } from './label-set.ts'
import type { Shape, ValueKind } from './shape.ts'
import type { Unit } from './unit.ts'
import { anyValue, between, notNegative, type ValueRange } from './value-range.ts'

/** Series of which only the name is known, or not even that: what they are is read from how it ends. */
export function openShape(name: string | null): Shape {
  const found = remembered.get(name)
  if (found !== undefined) return found
  const { kind, unit, range } = name === null ? unknown : readName(name)
  const fact: LabelFact = { certain: true, values: name === null ? null : [name] }
  const labels = { labels: new Map([['__name__', fact]]), others: true }
  const shape: Shape = { labels, kind, growth: 'raw', unit, range, jobs: none, repeated: false, vanishes: false }
  if (remembered.size >= mostNames) remembered.clear()
  remembered.set(name, shape)
  return shape
}

/** A value of which nothing is known, with any labels but a name. */
export function anythingShape(): Shape {
  const shape = openShape(null)
  return { ...shape, labels: { labels: new Map([['__name__', anyLabel]]), others: true } }
}

interface NameFacts {
  readonly kind: ValueKind
  readonly unit: Unit
  readonly range: ValueRange
}

const unknown: NameFacts = { kind: 'unknown', unit: 'unknown', range: anyValue }

/** A recording rule, whose name has colons, can end in anything. */
function readName(name: string): NameFacts {
  if (name === 'up') return { kind: 'boolean', unit: 'none', range: between(0, 1) }
  if (name.includes(':')) return unknown
  const end = ending.exec(name)?.[1]
  if (end === 'total') return { kind: 'counter', unit: unitOfName(name.slice(0, -6), 'none'), range: notNegative }
  if (end === 'bucket') return { kind: 'bucket', unit: unitOfName(name.slice(0, -7), 'unknown'), range: notNegative }
  if (end === 'timestamp_seconds') return { kind: 'timestamp', unit: 'seconds', range: anyValue }
  return { ...unknown, unit: unitOfName(end === 'sum' ? name.slice(0, -4) : name, 'unknown') }
}

const none: readonly string[] = []
/** Names come again and again within a file. */
const remembered = new Map<string | null, Shape>()
const mostNames = 2000
const ending = /_(total|bucket|sum|timestamp_seconds)$/

function unitOfName(name: string, instead: Unit): Unit {
  return name.endsWith('_seconds')
    ? 'seconds'
    : name.endsWith('_bytes')
      ? 'bytes'
      : name.endsWith('_ratio')
        ? 'ratio'
        : instead
}
