/** The name under which stands what has no slot. */
export const otherName = 'other'

/** Longer names are cut: they come from keys that anybody can write. */
const maxLength = 128

/**
 * Gives names slots, so that a label takes a limited number of values. A name keeps its slot as long as it is there;
 * free slots go to the names with the highest counts.
 *
 * @returns a function that takes all names of a collection with their counts, and gives back the label value of each.
 */
export function createLabelSlots(limit: number): (counts: ReadonlyMap<string, number>) => (name: string) => string {
  let held: ReadonlySet<string> = new Set()
  return (counts) => {
    const kept = [...held].filter((name) => counts.has(name))
    const others = [...counts]
      .filter(([name]) => !held.has(name))
      .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
      .map(([name]) => name)
    const slots = new Set([...kept, ...others].slice(0, limit))
    held = slots
    return (name) => (slots.has(name) ? cutName(name) : otherName)
  }
}

/** A name as it stands in a label. */
export function cutName(name: string): string {
  return name.length > maxLength ? `${name.slice(0, maxLength - 1)}…` : name
}
