import type { ValueType } from '../functions.ts'
import { type Presence, presenceIn, valuesIn } from './label-set.ts'
import { type Growth, type Shape, type ValueKind, valueUnit } from './shape.ts'
import type { Unit } from './unit.ts'
import type { ValueRange } from './value-range.ts'

/** What is known of what an expression gives. */
export interface Facts {
  readonly type: ValueType
  /**
   * The alternatives; each series is of one of them. None when there is never a series. A scalar has one, without
   * labels; what the range of a matrix is of is what each of its samples is.
   */
  readonly shapes: readonly Shape[]
  /** Whether there is a series, or a number, whatever happens. */
  readonly certain: boolean
}

/** Whether the series have a label; `impossible`, too, when there are none. */
export function presenceOf({ shapes }: Facts, label: string): Presence {
  let found: Presence | null = null
  for (const { labels } of shapes) {
    const presence = presenceIn(labels, label)
    if (found !== null && found !== presence) return 'possible'
    found = presence
  }
  return found ?? 'impossible'
}

/** The values that a label can take where it is there; `null` when they are not known. */
export function valuesOf({ shapes }: Facts, label: string): readonly string[] | null {
  const all = new Set<string>()
  for (const { labels } of shapes) {
    const values = valuesIn(labels, label)
    if (values === null) return null
    for (const value of values) all.add(value)
  }
  return [...all]
}

/** Names of all labels that are known to be certain or possible, that of the metric left out. */
export function labelsOf({ shapes }: Facts): readonly string[] {
  const names = new Set<string>()
  for (const { labels } of shapes) {
    for (const [name, { values }] of labels.labels) if (values?.length !== 0 && name !== '__name__') names.add(name)
  }
  return [...names]
}

/** Whether there may be labels that nobody has named. */
export function hasOtherLabels({ shapes }: Facts): boolean {
  return shapes.some(({ labels }) => labels.others)
}

/** The numbers that the value can be; `null` when there is never one. */
export function rangeOf({ shapes }: Facts): ValueRange | null {
  const [first, ...others] = shapes
  if (first === undefined) return null
  let { min, max, nan } = first.range
  for (const { range } of others) {
    min = Math.min(min, range.min)
    max = Math.max(max, range.max)
    nan ||= range.nan
  }
  return { min, max, nan }
}

/** What the value is, where all alternatives agree. */
export const kindOf = (facts: Facts): ValueKind => agreed(facts, kindOfShape) ?? 'unknown'

/** What was made of the growth, where all alternatives agree. */
export const growthOf = (facts: Facts): Growth => agreed(facts, growthOfShape) ?? 'raw'

/** The unit of the value, where all alternatives agree. */
export const unitOf = (facts: Facts): Unit => agreed(facts, valueUnit) ?? 'unknown'

/** Names of the scrape jobs that the value stems from. */
export function jobsOf({ shapes }: Facts): readonly string[] {
  return [...new Set(shapes.flatMap(({ jobs }) => jobs))]
}

const kindOfShape = ({ kind }: Shape): ValueKind => kind
const growthOfShape = ({ growth }: Shape): Growth => growth

function agreed<T>({ shapes }: Facts, read: (shape: Shape) => T): T | null {
  const [first] = shapes
  if (first === undefined) return null
  const found = read(first)
  return shapes.length === 1 || shapes.every((shape) => read(shape) === found) ? found : null
}
