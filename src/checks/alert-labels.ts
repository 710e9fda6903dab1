import { sentLabels } from '../model/routing/sent-labels.ts'
import type { LabelSet } from '../promql/infer/label-set.ts'
import { readingsOf } from './readings.ts'
import type { AlertSubject, Subjects } from './subject.ts'
import type { World } from './world.ts'

/** An alert as it can reach Alertmanager; a rule can have several kinds, one for each shape of its result. */
export interface PossibleAlert {
  readonly alert: AlertSubject
  readonly labels: LabelSet
}

const known = new WeakMap<Subjects, readonly PossibleAlert[]>()

/** What all alerts can look like when they arrive; those that never fire are left out. */
export function possibleAlerts(subjects: Subjects, world: World): readonly PossibleAlert[] {
  const found = known.get(subjects)
  if (found !== undefined) return found
  const all = readingsOf(subjects, world).all.flatMap(({ subject, result }) =>
    subject.where === 'alert'
      ? result.shapes.map(({ labels }) => ({
          alert: subject,
          labels: sentLabels(subject, labels, world.externalLabels),
        }))
      : [],
  )
  known.set(subjects, all)
  return all
}
