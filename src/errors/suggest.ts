import { closest, distance } from 'fastest-levenshtein'

/** The known name that was probably meant: one that only goes on, else the nearest; `null` when none is near. */
export function suggest(name: string, known: readonly string[]): string | null {
  const others = known.filter((one) => one !== name)
  if (others.length === 0) return null
  const longer = name === '' ? [] : others.filter((one) => one.startsWith(`${name}_`))
  if (longer.length > 0) return longer.reduce((a, b) => (b.length < a.length ? b : a))
  const best = closest(name, others)
  return distance(name, best) <= mostEdits(name) ? best : null
}

/** A hint for an unknown name: the probable one, else all of them, or as many as anybody reads. */
export function suggestHint(name: string, known: readonly string[]): string {
  const best = suggest(name, known)
  if (best !== null) return `Did you mean ${best}?`
  if (known.length === 0) return ''
  const names = [...known].sort()
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : ''
  return `Known: ${names.slice(0, mostListed).join(', ')}${more}.`
}

/** A slip changes a letter or two, in a long name a word. */
function mostEdits(name: string): number {
  return name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 5))
}

const mostListed = 60
