import type { Labels } from '../../spec/labels.ts'
import type { Inhibition } from '../model.ts'
import { matchesAll } from './match-alert.ts'

/**
 * The firing alerts that silence one with these labels. What is absent on both sides counts as equal; an alert that is
 * both source and target is not silenced by another one that is both, so that none silences itself.
 *
 * @param firing - labels of all that fire, the alert itself included or not.
 */
export function silencersOf(
  labels: Labels,
  inhibitions: readonly Inhibition[],
  firing: readonly Labels[],
): readonly Labels[] {
  return inhibitions.flatMap(({ source, target, equal }) => {
    if (!matchesAll(target, labels)) return []
    const isSourceToo = matchesAll(source, labels)
    return firing
      .filter((other) => matchesAll(source, other))
      .filter((other) => equal.every((name) => (other[name] ?? '') === (labels[name] ?? '')))
      .filter((other) => !isSourceToo || !matchesAll(target, other))
  })
}
