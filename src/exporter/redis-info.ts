/** The fields of Redis' `INFO`, by name. */
export function parseRedisInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':') && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}

/** Keys of all databases, from fields such as `db0:keys=10,expires=1,avg_ttl=0`. */
export function countKeys(info: ReadonlyMap<string, string>): number {
  return [...info].reduce(
    (sum, [name, value]) => sum + (/^db\d+$/.test(name) ? Number(/keys=(\d+)/.exec(value)?.[1] ?? 0) : 0),
    0,
  )
}

/** A numeric field, or `null` where this server does not have it. */
export function infoNumber(info: ReadonlyMap<string, string>, name: string): number | null {
  const text = info.get(name)
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? null : Number(text)
}
