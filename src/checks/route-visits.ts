import type { Route } from '../model/model.ts'
import { matching, notMatching } from '../model/routing/narrow-labels.ts'
import type { LabelSet } from '../promql/infer/label-set.ts'
import { type PossibleAlert, possibleAlerts } from './alert-labels.ts'
import type { AlertSubject, Subjects } from './subject.ts'
import type { World } from './world.ts'

/** An alert that can come by a route. */
export interface Visit {
  readonly route: Route
  readonly alert: AlertSubject
  /** Its labels, as far as the way there tells. */
  readonly labels: LabelSet
  /** Whether it can end there: no route below takes it. */
  readonly canEnd: boolean
}

const known = new WeakMap<Subjects, readonly Visit[]>()

/** All ways that alerts can take through the routing tree; found once, however many ask. */
export function visitsOf(root: Route, subjects: Subjects, world: World): readonly Visit[] {
  const found = known.get(subjects)
  if (found !== undefined) return found
  const visits: Visit[] = []
  for (const { alert, labels } of possibleAlerts(subjects, world)) walk(root, { alert, labels }, visits)
  known.set(subjects, visits)
  return visits
}

function walk(route: Route, { alert, labels }: PossibleAlert, visits: Visit[]): void {
  // What no route has taken yet, and what the next one is asked about: after `continue` that is more.
  let left: LabelSet | null = labels
  let asked: LabelSet | null = labels
  for (const child of route.routes) {
    if (asked === null) break
    const taken = matching(asked, child.matchers)
    if (taken === null) continue
    walk(child, { alert, labels: taken }, visits)
    if (left !== null) left = notMatching(left, child.matchers)
    if (!child.continue) asked = notMatching(asked, child.matchers)
  }
  visits.push({ route, alert, labels, canEnd: left !== null })
}
