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
  /** Whether there may be labels that `labels` does not list, `__name__` excepted; in a closed world there are none. */
  readonly others: boolean
}

export type Presence = 'certain' | 'possible' | 'impossible'

/** A label that no series has. */
export const absentLabel: LabelFact = { certain: false, values: [] }

/** A label of which nothing is known. */
export const anyLabel: LabelFact = { certain: false, values: null }

/** No label at all. */
export const noLabels: LabelSet = { labels: new Map(), others: false }

/** What is known of a label, listed or not. */
export function factIn({ labels, others }: LabelSet, name: string): LabelFact {
  return labels.get(name) ?? (others && name !== '__name__' ? anyLabel : absentLabel)
}

/** Whether series have a label. */
export function presenceIn(set: LabelSet, name: string): Presence {
  const { certain, values } = factIn(set, name)
  return certain ? 'certain' : values?.length === 0 ? 'impossible' : 'possible'
}

/** The values that a label can take where it is there; `null` when they are not known. */
export function valuesIn(set: LabelSet, name: string): readonly string[] | null {
  return factIn(set, name).values
}

/** Everything that a label can be, the empty text for its absence; `null` when not known. */
export function textsIn(set: LabelSet, name: string): readonly string[] | null {
  const { certain, values } = factIn(set, name)
  return values === null || certain ? values : [...values, '']
}

/** A label that can be any of some texts, of which the empty one means that it is not there. */
export function factOf(texts: readonly string[]): LabelFact {
  const [first] = texts
  if (texts.length === 1 && first !== undefined) return first === '' ? absentLabel : { certain: true, values: texts }
  const values = new Set(texts)
  const certain = !values.delete('') && values.size > 0
  return { certain, values: values.size > mostValues ? null : [...values] }
}

/** What two facts about a label have in common, where both hold for the same series; `null` when they exclude each other. */
export function meetFacts(a: LabelFact, b: LabelFact): LabelFact | null {
  if (a === b) return a
  const certain = a.certain || b.certain
  const values = a.values === null ? b.values : b.values === null ? a.values : common(a.values, b.values)
  if (values?.length === 0) return certain ? null : absentLabel
  return certain === a.certain && values === a.values ? a : { certain, values }
}

/** What holds for a label when either of two facts does. */
export function joinFacts(a: LabelFact, b: LabelFact): LabelFact {
  if (a === b) return a
  return {
    certain: a.certain && b.certain,
    values: a.values === null || b.values === null ? null : together(a.values, b.values),
  }
}

/** Puts a fact in a map of labels, which lists an absent label only where others may be there. */
export function setFact(labels: Map<string, LabelFact>, others: boolean, name: string, fact: LabelFact): void {
  if (fact.values?.length === 0 && (!others || name === '__name__')) labels.delete(name)
  else labels.set(name, fact)
}

/** The labels without some of them. */
export function withoutLabels(set: LabelSet, names: Iterable<string>): LabelSet {
  const labels = new Map(set.labels)
  for (const name of names) setFact(labels, set.others, name, absentLabel)
  return { labels, others: set.others }
}

/** The labels without the name of the metric. */
export function withoutName(set: LabelSet): LabelSet {
  return set.labels.has('__name__') ? withoutLabels(set, metricName) : set
}

/** Some of the labels, and no other. */
export function onlyLabels(set: LabelSet, names: Iterable<string>): LabelSet {
  const labels = new Map<string, LabelFact>()
  for (const name of names) setFact(labels, false, name, factIn(set, name))
  return { labels, others: false }
}

/** The labels, one of them replaced. */
export function withLabel(set: LabelSet, name: string, fact: LabelFact): LabelSet {
  const labels = new Map(set.labels)
  setFact(labels, set.others, name, fact)
  return { labels, others: set.others }
}

/** The labels of series that have the ones or the others. */
export function joinSets(a: LabelSet, b: LabelSet): LabelSet {
  if (a === b) return a
  const others = a.others || b.others
  const labels = new Map<string, LabelFact>()
  for (const [name, fact] of a.labels) setFact(labels, others, name, joinFacts(fact, factIn(b, name)))
  for (const [name, fact] of b.labels) {
    if (!a.labels.has(name)) setFact(labels, others, name, joinFacts(fact, factIn(a, name)))
  }
  return { labels, others }
}

/** Whether the same is known of both. */
export function sameSets(a: LabelSet, b: LabelSet): boolean {
  if (a === b) return true
  if (a.others !== b.others || a.labels.size !== b.labels.size) return false
  for (const [name, fact] of a.labels) {
    const other = b.labels.get(name)
    if (other === undefined || (other !== fact && !sameFacts(fact, other))) return false
  }
  return true
}

function sameFacts(a: LabelFact, b: LabelFact): boolean {
  if (a.certain !== b.certain) return false
  if (a.values === b.values) return true
  if (a.values === null || b.values === null || a.values.length !== b.values.length) return false
  return a.values.every((value, index) => value === b.values?.[index])
}

function common(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a === b) return a
  const known = b.length > few ? new Set(b) : b
  const found = a.filter((value) => (known instanceof Set ? known.has(value) : known.includes(value)))
  return found.length === a.length ? a : found
}

function together(a: readonly string[], b: readonly string[]): readonly string[] | null {
  if (a === b || b.length === 0) return a
  if (a.length === 0) return b
  const all = new Set(a)
  for (const value of b) all.add(value)
  if (all.size === a.length) return a
  return all.size > mostValues ? null : [...all]
}

const metricName: readonly string[] = ['__name__']
/** More values than this are as good as unknown. */
const mostValues = 256
const few = 8
