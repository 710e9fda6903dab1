/** What is known of one label. */
export interface LabelFact {
  /** Whether every series has it. */
  readonly certain: boolean
  /** The values that it can take; `null` when they are not known. */
  readonly values: readonly string[] | null
}

/** The labels of some series. */
export interface LabelSet {
  /** By name; a label that is not in it does not occur, unless the set is open. */
  readonly labels: ReadonlyMap<string, LabelFact>
  /**
   * Whether there may be other labels: `meta` for those of service discovery, whose names start with `__meta_`,
   * `any` when a file or a service names them.
   */
  readonly open: 'none' | 'meta' | 'any'
}

/** What a label can be in one of the series; the empty text where it is absent, `null` when anything. */
export function possibleValues({ labels, open }: LabelSet, name: string): readonly string[] | null {
  const fact = labels.get(name)
  if (fact === undefined) return open === 'any' || (open === 'meta' && name.startsWith('__meta_')) ? null : ['']
  if (fact.values === null) return null
  return fact.certain ? fact.values : [...fact.values, '']
}

/** The labels of series of several kinds together: what only some have is no longer certain. */
export function mergeLabelSets(sets: readonly LabelSet[]): LabelSet {
  const [first] = sets
  if (first !== undefined && sets.length === 1) return first
  const labels = new Map<string, LabelFact>()
  for (const name of new Set(sets.flatMap((set) => [...set.labels.keys()]))) {
    const facts = sets.flatMap((set) => set.labels.get(name) ?? [])
    labels.set(name, {
      certain: facts.length === sets.length && facts.every(({ certain }) => certain),
      values: unionOf(facts.map(({ values }) => values)),
    })
  }
  const open = sets.some((set) => set.open === 'any')
    ? 'any'
    : sets.some((set) => set.open === 'meta')
      ? 'meta'
      : 'none'
  return { labels, open }
}

/** A label with the values that it was seen with; empty ones mean that it was absent. */
export function factOf(values: readonly string[]): LabelFact {
  const present = [...new Set(values)].filter((value) => value !== '')
  return { certain: present.length > 0 && !values.includes(''), values: present }
}

function unionOf(sets: readonly (readonly string[] | null)[]): readonly string[] | null {
  const all = sets.flatMap((values) => values ?? [])
  return sets.includes(null) ? null : [...new Set(all)]
}
