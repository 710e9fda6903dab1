/** Factors of what Grafana writes behind numbers. */
const factors: Readonly<Record<string, number>> = {
  '': 1,
  '%': 0.01,
  ns: 1e-9,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  mins: 60,
  hour: 3600,
  hours: 3600,
  day: 86_400,
  days: 86_400,
  week: 604_800,
  weeks: 604_800,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  K: 1e3,
  Mil: 1e6,
  Bil: 1e9,
  mB: 1e-3,
  k: 1e3,
}
/** Rates of things, whose names say nothing of their size. */
const rate = /^[a-z]+\/[smh]$|^(cps|Hz)$/

/** A number that was written with a unit, in the base of that unit, and how exactly it was written. */
export interface ShownNumber {
  readonly value: number
  /** Half of the last digit. */
  readonly error: number
}

/** Reads what is drawn, such as `1.18 MiB` or `52.8 K req/s`; `null` for what is no number or has another unit. */
export function shownNumber(text: string): ShownNumber | null {
  const [, digits = '', rest = ''] = /^(-?\d+(?:\.\d+)?)\s*(.*)$/.exec(text.trim()) ?? []
  if (digits === '') return null
  const words = rest
    .split(/\s+/)
    .map((word) => (word === 'B/s' ? 'B' : word.endsWith('B/s') ? word.slice(0, -2) : word))
  const known = words.filter((word) => !rate.test(word))
  const factor = known.length === 0 ? 1 : known.length === 1 ? factors[known[0] ?? ''] : undefined
  if (factor === undefined) return null
  const decimals = digits.split('.')[1]?.length ?? 0
  return { value: Number(digits) * factor, error: 0.5 * 10 ** -decimals * factor }
}

/** Whether a value could have been written so. */
export function isShown(text: string, value: number): boolean {
  const shown = shownNumber(text)
  return shown !== null && Math.abs(shown.value - value) <= shown.error * 1.001 + Math.abs(value) * 1e-9
}
