import type { DataFrame, Field } from '../vendor/grafana-data.js'

/** Cumulative buckets become counts between bounds, in the order of their bounds. */
export function heatmapFrames(frames: readonly DataFrame[]): readonly DataFrame[] {
  const ordered = [...frames].sort((one, other) => boundOf(one) - boundOf(other))
  return ordered.map((frame, index) => {
    const below = valuesOf(ordered[index - 1])
    return {
      ...frame,
      fields: frame.fields.map((field) =>
        field.type === 'number' ? { ...field, values: field.values.map((value, at) => less(value, below[at])) } : field,
      ),
    }
  })
}

/** The upper bound of a bucket, by its label or its name; what has none comes last. */
export function boundOf(frame: DataFrame): number {
  const field = numbersOf(frame)
  return boundOfText(field?.labels?.le ?? field?.config.displayNameFromDS ?? frame.name ?? '')
}

export function boundOfText(text: string): number {
  if (/^\+?Inf(inity)?$/i.test(text.trim())) return Number.POSITIVE_INFINITY
  const number = Number.parseFloat(text)
  return Number.isNaN(number) ? Number.MAX_VALUE : number
}

const numbersOf = (frame: DataFrame | undefined): Field | undefined =>
  frame?.fields.find(({ type }) => type === 'number')
const valuesOf = (frame: DataFrame | undefined): readonly unknown[] => numbersOf(frame)?.values ?? []

function less(value: unknown, below: unknown): unknown {
  if (typeof value !== 'number') return value
  return typeof below === 'number' ? Math.max(0, value - below) : value
}
