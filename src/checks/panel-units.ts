import { type Unit, unitInWords } from '../promql/infer/unit.ts'

/** For units of values, those of Grafana that show them as they are; the first is the one to use. */
const fits: Readonly<Record<Unit, readonly string[]>> = {
  seconds: ['s', 'dtdurations', 'clocks', 'dthms', 'dtdhms'],
  bytes: ['bytes', 'decbytes'],
  'bytes/seconds': ['Bps', 'binBps'],
  ratio: ['percentunit'],
}
const rates = ['ops', 'reqps', 'rps', 'wps', 'iops', 'cps', 'eps', 'mps', 'pps', 'recps', 'rowsps', 'hertz']

/** Measures that Grafana shows, by its units. */
const measures: Readonly<Record<string, string>> = {
  ...named('time', ['ns', 'µs', 'ms', 's', 'm', 'h', 'd', 'dtdurations', 'dtdurationms', 'clocks', 'clockms']),
  ...named('bytes', ['bytes', 'decbytes', 'kbytes', 'deckbytes', 'mbytes', 'decmbytes', 'gbytes', 'decgbytes']),
  ...named('bits', ['bits', 'decbits']),
  ...named('bytes a second', ['Bps', 'binBps', 'KBs', 'MBs', 'GBs', 'KiBs', 'MiBs', 'GiBs']),
  ...named('bits a second', ['bps', 'binbps', 'Kbits', 'Mbits', 'Gbits', 'Kibits', 'Mibits', 'Gibits']),
  ...named('shares', ['percent', 'percentunit']),
  ...named('events a second', rates),
  ...named('events a minute', ['opm', 'rpm', 'wpm', 'cpm', 'epm', 'mpm']),
}

/**
 * Whether a unit of Grafana fits a value: `null` when it does, or when that is not known; else the one that would.
 *
 * @param shown - a unit of Grafana; one of the author's own fits everything.
 */
export function fitOf(unit: Unit, shown: string): string | null {
  const measure = measures[shown]
  const fitting = fits[unit]
  if (unit === '1/seconds') return measure === undefined || rates.includes(shown) ? null : 'ops'
  // A count can be the numerator of a share.
  if (unit === 'none')
    return measure === undefined || measure === 'shares' || measure.startsWith('events') ? null : 'short'
  if (fitting === undefined || fitting.includes(shown)) return null
  // Many ratios are factors, and shown as plain numbers.
  if (measure === undefined) return unit !== 'ratio' && plain.includes(shown) ? (fitting[0] ?? null) : null
  return fitting[0] ?? null
}

const plain = ['short', 'none', 'locale', 'sishort']

/** How a message names a unit. */
export function measureOf(unit: Unit): string {
  return unit === 'none' ? 'a count' : unit === 'ratio' ? 'a ratio' : unitInWords(unit)
}

function named(measure: string, units: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(units.map((unit) => [unit, measure]))
}
