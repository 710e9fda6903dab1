/**
 * Powers of base units, as `bytes/seconds` or `1/seconds`; `ratio` and `none` have no dimension: `none` counts
 * things, `ratio` relates two of a kind. `unknown` fits everything.
 */
export type Unit = string

/** The unit of a product. */
export function multiplyUnits(a: Unit, b: Unit): Unit {
  if (a === 'unknown' || b === 'unknown') return 'unknown'
  if (isPlain(a)) return isPlain(b) ? (a === b ? a : 'none') : b
  return isPlain(b) ? a : remember(`${a} * ${b}`, () => combine(a, b, 1))
}

/** The unit of a quotient: two equal measures make a `ratio`, two counts need not be of a kind. */
export function divideUnits(a: Unit, b: Unit): Unit {
  if (a === 'unknown' || b === 'unknown') return 'unknown'
  if (isPlain(b)) return a === 'ratio' && b === 'none' ? 'none' : a === 'none' ? 'none' : a
  return remember(`${a} / ${b}`, () => combine(a, b, -1))
}

/** The unit of a sum or a difference, and of what is one or the other. */
export function sameUnit(a: Unit, b: Unit): Unit {
  return a === b ? a : 'unknown'
}

/** A unit as a message names it: `bytes/seconds` are `bytes per second`, `1/seconds` are `events per second`. */
export function unitInWords(unit: Unit): string {
  return unit
    .replace(/^1(?=\/)/, 'events')
    .replace('/', ' per ')
    .replace(/ per seconds$/, ' per second')
}

const isPlain = (unit: Unit) => unit === 'none' || unit === 'ratio'

/** There are few units, so each pair is worked out once. */
const known = new Map<string, Unit>()

function remember(key: string, work: () => Unit): Unit {
  let unit = known.get(key)
  if (unit === undefined) {
    unit = work()
    if (known.size < 1000) known.set(key, unit)
  }
  return unit
}

function combine(a: Unit, b: Unit, sign: 1 | -1): Unit {
  const powers = readPowers(a)
  const measured = [...powers.values()].some((power) => power > 0)
  for (const [base, power] of readPowers(b)) powers.set(base, (powers.get(base) ?? 0) + sign * power)
  const above = factors(powers, 1)
  const below = factors(powers, -1)
  if (above === '' && below === '') return measured ? 'ratio' : 'none'
  return below === '' ? above : `${above === '' ? '1' : above}/${below}`
}

function readPowers(unit: Unit): Map<string, number> {
  const powers = new Map<string, number>()
  for (const [index, part] of unit.split('/').entries()) {
    for (const factor of part.split('*')) {
      const [base = '', power = '1'] = factor.split('^')
      if (base === '1' || isPlain(base)) continue
      powers.set(base, (powers.get(base) ?? 0) + (index === 0 ? Number(power) : -Number(power)))
    }
  }
  return powers
}

function factors(powers: ReadonlyMap<string, number>, sign: 1 | -1): string {
  return [...powers]
    .filter(([, power]) => power * sign > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([base, power]) => (power * sign === 1 ? base : `${base}^${power * sign}`))
    .join('*')
}
