import type { Matching } from '../ast.ts'
import type { Facts } from './facts.ts'
import { factIn, type LabelFact, type LabelSet, meetFacts, presenceIn } from './label-set.ts'
import type { Duplicates } from './match-facts.ts'

/** What the labels to match by are in series that have met; or the first label that keeps them apart. */
export type Meeting = ReadonlyMap<string, LabelFact> | string

/** Matches series of two sides: they meet where the labels to match by are the same, or missing on both sides. */
export function meet(left: LabelSet, right: LabelSet, matching: Matching | null): Meeting {
  const facts = new Map<string, LabelFact>()
  if (matching?.kind === 'on') {
    for (const { text } of matching.labels) {
      const fact = meetFacts(factIn(left, text), factIn(right, text))
      if (fact === null) return text
      facts.set(text, fact)
    }
    return facts
  }
  for (const [name, own] of left.labels) {
    if (isIgnored(name, matching)) continue
    const fact = meetFacts(own, factIn(right, name))
    if (fact === null) return name
    facts.set(name, fact)
  }
  for (const [name, own] of right.labels) {
    if (facts.has(name) || isIgnored(name, matching)) continue
    const fact = meetFacts(factIn(left, name), own)
    if (fact === null) return name
    facts.set(name, fact)
  }
  return facts
}

/** Whether a label takes no part in a match that names those to ignore. */
function isIgnored(name: string, matching: Matching | null): boolean {
  return name === '__name__' || matching?.labels.some(({ text }) => text === name) === true
}

/** Whether several series of a side can have the same labels to match by, as far as labels tell. */
export function duplicatesOf({ shapes }: Facts, matching: Matching | null): Duplicates {
  const matched = (name: string): boolean =>
    matching?.kind === 'on' ? matching.labels.some(({ text }) => text === name) : !isIgnored(name, matching)
  const labels = new Set<string>()
  let unknown = false
  let certain = false
  for (const [index, shape] of shapes.entries()) {
    for (const [name, { certain: always, values }] of shape.labels.labels) {
      const fixed = values !== null && values.length === (always ? 1 : 0)
      if (matched(name) || fixed) continue
      labels.add(name)
      // A histogram always has all its buckets.
      certain ||= name === 'le' && always && values !== null && shape.kind === 'bucket'
    }
    // Series that nobody knows can differ in any label that does not count.
    if (shape.labels.others && matching !== null) {
      unknown ||= matching.kind === 'on'
      for (const { text } of matching.labels) {
        if (matching.kind === 'ignoring' && !shape.labels.labels.has(text)) labels.add(text)
      }
    }
    for (const other of shapes.slice(index + 1)) {
      if (typeof meet(shape.labels, other.labels, matching) === 'string') continue
      unknown = true
      for (const name of differences(shape.labels, other.labels)) if (!matched(name)) labels.add(name)
    }
  }
  return { risk: certain ? 'certain' : unknown || labels.size > 0 ? 'possible' : 'none', labels: [...labels] }
}

/** Labels that series of two alternatives have with other values, or only the ones have. */
function differences(a: LabelSet, b: LabelSet): readonly string[] {
  const names = new Set([...a.labels.keys(), ...b.labels.keys()])
  return [...names].filter(
    (name) => meetFacts(factIn(a, name), factIn(b, name)) === null || presenceIn(a, name) !== presenceIn(b, name),
  )
}
