type Unit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y'

/** A duration as Prometheus writes it: `30s`, `1h30m`, `2w`. Validated when the spec is resolved. */
export type Duration = `${number}${Unit}` | `${number}${Unit}${number}${Unit}`

/** `1y` is 365 d and `1w` is 7 d, as in Prometheus (`model.ParseDuration`). */
const milliseconds: Record<Unit, number> = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
}

const pattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
const order: readonly Unit[] = ['y', 'w', 'd', 'h', 'm', 's', 'ms']

/** Prometheus counts nanoseconds in 64 bits. */
const longest = 2 ** 63 / 1e6

/** A stack has a few durations, and asks for each thousands of times. */
const known = new Map<string, number | null>()
const mostKnown = 1000

/** Milliseconds of a Prometheus duration, or `null` when the text is none, or one of more than 292 years. */
export function parseDuration(text: string): number | null {
  const found = known.get(text)
  if (found !== undefined) return found
  const read = readDuration(text)
  if (known.size >= mostKnown) known.clear()
  known.set(text, read)
  return read
}

function readDuration(text: string): number | null {
  const match = text === '' ? null : pattern.exec(text)
  if (match === null) return null
  const total = order.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * milliseconds[unit], 0)
  return total < longest ? total : null
}

/**
 * Milliseconds of a duration that is known to be valid.
 *
 * @throws RangeError when the text is no duration; validated specs never cause it.
 */
export function toMilliseconds(text: string): number {
  const parsed = parseDuration(text)
  if (parsed === null) throw new RangeError(`not a duration: ${text}`)
  return parsed
}

/** The shortest exact Prometheus notation of a number of milliseconds: `90000` is `1m30s`. */
export function formatDuration(total: number): string {
  let rest = Math.round(total)
  if (rest === 0) return '0s'
  let text = ''
  for (const unit of order) {
    // Prometheus writes weeks and years only when nothing else remains.
    if ((unit === 'y' || unit === 'w') && rest % milliseconds[unit] !== 0) continue
    const count = Math.floor(rest / milliseconds[unit])
    if (count > 0) text += `${count}${unit}`
    rest -= count * milliseconds[unit]
  }
  return text
}
