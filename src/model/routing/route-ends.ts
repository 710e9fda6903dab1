import { factIn, type LabelSet } from '../../promql/infer/label-set.ts'
import type { Route } from '../model.ts'
import { waysOf } from './alert-ways.ts'

/** All routes at which alerts can end, for one routing tree: of thousands of alerts, few differ in what it asks for. */
export class RouteEnds {
  readonly #root: Route
  readonly #asked: readonly string[]
  readonly #known = new Map<string, readonly Route[]>()

  constructor(root: Route) {
    this.#root = root
    this.#asked = [...new Set(labelsAskedBy(root))]
  }

  /** Alerts that are alike in all that the tree asks for are given the same list. */
  of(labels: LabelSet): readonly Route[] {
    const key = this.#asked.map((name) => describe(labels, name)).join('\n')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const routes = [...new Set(waysOf(this.#root, labels).flatMap((way) => way.routes))]
    this.#known.set(key, routes)
    return routes
  }
}

function labelsAskedBy({ matchers, routes }: Route): readonly string[] {
  return [...matchers.map(({ label }) => label), ...routes.flatMap(labelsAskedBy)]
}

function describe(labels: LabelSet, name: string): string {
  return JSON.stringify(factIn(labels, name))
}
