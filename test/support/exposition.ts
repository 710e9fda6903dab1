export interface ExposedSeries {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*",?)*)\})? (\S+)$/
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"/g

/**
 * Reads Prometheus text strictly: every line must be a comment or a series, and no series may stand twice.
 *
 * @returns series by sample name.
 */
export function parseExposition(text: string): ReadonlyMap<string, readonly ExposedSeries[]> {
  const families = new Map<string, ExposedSeries[]>()
  const seen = new Set<string>()
  for (const one of text.split('\n')) {
    if (one === '' || one.startsWith('#')) continue
    const match = line.exec(one)
    if (match === null) throw new Error(`not a series: ${JSON.stringify(one)}`)
    const [, name = '', labels = '', value = ''] = match
    if (seen.has(`${name}{${labels}`)) throw new Error(`twice: ${one}`)
    seen.add(`${name}{${labels}`)
    const pairs = [...labels.matchAll(label)].map(
      ([, key = '', escaped = '']) => [key, unescapeLabel(escaped)] as const,
    )
    const number = Number(value.replace('+Inf', 'Infinity').replace('-Inf', '-Infinity').replace('Nan', 'NaN'))
    const series = families.get(name) ?? []
    series.push({ labels: Object.fromEntries(pairs), value: number })
    families.set(name, series)
  }
  return families
}

/** The value of the one series whose labels include those given; `undefined` when there is none. */
export function seriesValue(
  families: ReadonlyMap<string, readonly ExposedSeries[]>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const matches = (families.get(name) ?? []).filter((one) =>
    Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  )
  if (matches.length > 1) throw new Error(`${matches.length} series of ${name} match ${JSON.stringify(labels)}`)
  return matches[0]?.value
}

function unescapeLabel(text: string): string {
  return text.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}
