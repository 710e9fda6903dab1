import { closest, distance } from 'fastest-levenshtein'

/** The known name that was probably meant, or `null` when none is near. */
export function suggest(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null
  const best = closest(name, known)
  return distance(name, best) <= Math.max(2, Math.floor(name.length / 3)) ? best : null
}

/** A hint for an unknown name: the probable one, else all of them. */
export function suggestHint(name: string, known: readonly string[]): string {
  const best = suggest(name, known)
  if (best !== null) return `Did you mean ${best}?`
  return known.length === 0 ? '' : `Known: ${[...known].sort().join(', ')}.`
}
