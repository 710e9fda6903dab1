import type { LabelSet } from '../../src/promql/infer/label-set.ts'
import type { Labels } from '../../src/spec/labels.ts'

/**
 * Labels that alerts of a kind can have.
 *
 * @param some - labels that not every alert has are left out, or there.
 */
export function sampleLabels({ labels }: LabelSet, some: 'absent' | 'present'): Labels {
  return Object.fromEntries(
    [...labels]
      .filter(
        ([name, { certain, values }]) => name !== '__name__' && values?.length !== 0 && (certain || some === 'present'),
      )
      .map(([name, { values }]) => [name, values?.at(some === 'present' ? -1 : 0) ?? 'made up']),
  )
}
