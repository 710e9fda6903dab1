/** Families of the client libraries, whose names say nothing of the program. */
const foreign = /^(?:go|process|promhttp|net|python|nodejs)_/

/** The first part of most names with its underscore, such as `node_`; what keys leave out. */
export function commonPrefix(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) {
    const prefix = /^[^_]+_/.exec(name)?.[0]
    if (prefix !== undefined && !foreign.test(name)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''
}

/**
 * The keys of families: names in camel case, without the prefix. Letters keep their case, so that
 * `node_memory_MemFree_bytes` is `memoryMemFreeBytes`; a key that is taken gets a number.
 */
export function metricKeys(names: readonly string[], prefix: string): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    names.map((name) => {
      const key = camelCase(name.startsWith(prefix) ? name.slice(prefix.length) : name)
      let free = key
      for (let number = 2; taken.has(free); number += 1) free = `${key}${number}`
      taken.add(free)
      return [name, free]
    }),
  )
}

function camelCase(name: string): string {
  const parts = name.split(/[^a-zA-Z0-9]+/).filter((part) => part !== '')
  const [first = '', ...others] = parts
  const key = [
    first.charAt(0).toLowerCase() + first.slice(1),
    ...others.map((part) => part.charAt(0).toUpperCase() + part.slice(1)),
  ].join('')
  return /^[a-z]/i.test(key) ? key : `_${key}`
}
