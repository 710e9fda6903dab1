import type { Expr } from '../ast.ts'
import type { Inference } from './infer.ts'
import type { SeriesInfo, World } from './world.ts'

/** A recording rule. */
export interface Recording {
  readonly name: string
  readonly expr: Expr
  /** Labels that it sets; an empty value removes the label. */
  readonly labels: Readonly<Record<string, string>>
}

/** What a recording rule writes: one entry for each alternative of its result. */
export function recordingSeries(_rule: Recording, _inference: Inference): readonly SeriesInfo[] {
  return []
}

/** A world with the series that recording rules write; rules may use each other, in whatever order they stand. */
export function withRecordings(world: World, _rules: readonly Recording[]): World {
  return world
}
