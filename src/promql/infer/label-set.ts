/** What is known of one label. */
export interface LabelFact {
  /** Whether every series has it. */
  readonly certain: boolean
  /** The values that it can take: `null` when they are not known, empty when the label cannot be there. */
  readonly values: readonly string[] | null
}

/** The labels of some series. The name of the metric is the label `__name__`, where it is kept. */
export interface LabelSet {
  readonly labels: ReadonlyMap<string, LabelFact>
  /** Whether there may be labels that `labels` does not list; in a closed world there are none. */
  readonly others: boolean
}

export type Presence = 'certain' | 'possible' | 'impossible'

/** Whether series have a label. */
export function presenceIn({ labels, others }: LabelSet, name: string): Presence {
  const fact = labels.get(name)
  if (fact === undefined) return others ? 'possible' : 'impossible'
  if (fact.certain) return 'certain'
  return fact.values?.length === 0 ? 'impossible' : 'possible'
}

/** The values that a label can take where it is there; `null` when they are not known. */
export function valuesIn({ labels, others }: LabelSet, name: string): readonly string[] | null {
  const fact = labels.get(name)
  return fact === undefined ? (others ? null : none) : fact.values
}

const none: readonly string[] = []
