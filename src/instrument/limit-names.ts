/** The name under which stand those that came too late. */
export const otherName = 'other'

/** Lets the first names through, up to a limit, so that a label takes no more values than these and `other`. */
export function limitNames(limit: number): (name: string) => string {
  const known = new Set<string>()
  return (name) => {
    if (known.size < limit) known.add(name)
    return known.has(name) ? name : otherName
  }
}
