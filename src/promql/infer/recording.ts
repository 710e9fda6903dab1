import type { Expr } from '../ast.ts'
import { type Inference, infer } from './infer.ts'
import { factOf, type LabelSet, noLabels, withLabel, withoutName } from './label-set.ts'
import { mergeEqualLabels } from './shape.ts'
import { anyValue } from './value-range.ts'
import type { SeriesInfo, World } from './world.ts'

/** A recording rule. */
export interface Recording {
  readonly name: string
  readonly expr: Expr
  /** Labels that it sets; an empty value removes the label. */
  readonly labels: Readonly<Record<string, string>>
}

/** What a recording rule writes: one entry for each alternative of its result. */
function recordingSeries({ name, labels }: Recording, { result }: Inference): readonly SeriesInfo[] {
  const written = result.shapes.map((shape) => {
    const own = Object.entries(labels)
    const set = own.reduce(
      (before, [label, value]) => withLabel(before, label, factOf([value])),
      withoutName(shape.labels),
    )
    return { ...shape, labels: set }
  })
  return mergeEqualLabels(written).map((shape) => ({ ...shape, name }))
}

/** A world with the series that recording rules write; rules may use each other, in whatever order they stand. */
export function withRecordings(world: World, rules: readonly Recording[]): World {
  const byName = new Map<string, Recording[]>()
  for (const rule of rules) {
    const same = byName.get(rule.name)
    if (same === undefined) byName.set(rule.name, [rule])
    else same.push(rule)
  }
  const known = new Map<string, readonly SeriesInfo[]>()
  const all: World = {
    mode: world.mode,
    names: () => new Set([...world.names(), ...byName.keys()]),
    series: (name) => {
      const own = byName.get(name)
      if (own === undefined) return world.series(name)
      const found = known.get(name)
      if (found !== undefined) return found
      // A rule that uses itself finds series of which nothing is known.
      known.set(name, [unknownSeries(name)])
      const recorded = own.flatMap((rule) => recordingSeries(rule, infer(rule.expr, all)))
      const series = [...world.series(name), ...recorded]
      known.set(name, series)
      return series
    },
  }
  return all
}

function unknownSeries(name: string): SeriesInfo {
  const labels: LabelSet = { ...noLabels, others: true }
  return { name, labels, kind: 'unknown', unit: 'unknown', range: anyValue, jobs: [], repeated: false, vanishes: false }
}
