import type { DisplayValue } from '../vendor/grafana-data.js'
import { written } from './written.ts'

/** The range of an axis and where its ticks are. */
export interface ValueScale {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
  readonly log: number | null
}

export interface ScaleOptions {
  /** Smallest and largest value that is drawn; infinite when there is none. */
  readonly low: number
  readonly high: number
  readonly min: number | null
  readonly max: number | null
  readonly softMin: number | null
  readonly softMax: number | null
  readonly unit: string
  readonly height: number
  /** Base of a logarithmic axis; `null` for a linear one. */
  readonly log: number | null
  readonly isCentered: boolean
  /** Of values that are shown with so many decimals, ticks that are closer look the same. */
  readonly decimals: number | null
}

/** As Grafana chooses it: a tenth of room at each end, from zero when that is near, ticks at round numbers. */
export function valueScale(options: ScaleOptions): ValueScale {
  const { height, unit, log } = options
  if (log !== null) return logScale(options, log)
  let [low, high] = options.low > options.high ? [0, 1] : [options.low, options.high]
  if (options.isCentered) {
    high = Math.max(Math.abs(low), Math.abs(high))
    low = -high
  }
  const padded = padRange(low, high, options)
  let [min, max] = [options.min ?? padded.min, options.max ?? padded.max]
  if (max <= min) [min, max] = options.max !== null && options.min === null ? [max - 1, max] : [min, min + 1]
  const step = roundStep(((max - min) * 27) / Math.max(27, height), unit, options.decimals)
  return { min, max, ticks: ticksBetween(min, max, step), log: null }
}

function padRange(low: number, high: number, { softMin, softMax }: ScaleOptions): { min: number; max: number } {
  let delta = high - low
  const largest = Math.max(Math.abs(low), Math.abs(high))
  if (delta < 1e-24 || Math.abs(Math.log10(largest) - Math.log10(delta)) > 10) delta = 0
  const spread = delta || largest || 1000
  const base = 10 ** Math.floor(Math.log10(spread))
  const padding = (end: number): number => spread * (delta === 0 ? (end === 0 ? 0.1 : 1) : 0.1)
  const newMin = Math.floor((low - padding(low)) / (base / 10) + 1e-9) * (base / 10)
  const newMax = Math.ceil((high + padding(high)) / (base / 10) - 1e-9) * (base / 10)
  const bottom = softMin ?? 0
  const top = softMax ?? 0
  const isSoftMin = low >= bottom && (softMin !== null || newMin <= bottom)
  const isSoftMax = high <= top && (softMax !== null || newMax >= top)
  const min = isSoftMin ? bottom : newMin
  const max = isSoftMax ? top : newMax
  return min === max && min === 0 ? { min: 0, max: 100 } : { min, max }
}

const binary =
  /^(bytes|bits|kbytes|mbytes|gbytes|tbytes|pbytes|binBps|binbps|KiBs|MiBs|GiBs|TiBs|PiBs|Kibits|Mibits|Gibits|Tibits)$/
const seconds = /^(s|dtdurations|dthms|clocks)$/
const times = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]

/** A round distance of ticks: of bytes a power of two, of seconds parts of a minute, an hour, a day. */
export function roundStep(least: number, unit: string, decimals: number | null = null): number {
  let step: number
  if (binary.test(unit)) step = 2 ** Math.ceil(Math.log2(least))
  else if (seconds.test(unit) && least > 1)
    step = times.find((time) => time >= least) ?? niceStep(least / 86_400) * 86_400
  else step = niceStep(least)
  return decimals === null ? step : Math.max(step, 10 ** -decimals)
}

export function niceStep(least: number): number {
  const base = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * base >= least * (1 - 1e-9)) ?? 10
  return factor * base
}

export function ticksBetween(min: number, max: number, step: number): readonly number[] {
  const first = Math.ceil(min / step - 1e-9)
  const last = Math.floor(max / step + 1e-9)
  const count = Math.min(200, Math.max(0, last - first + 1))
  return Array.from({ length: count }, (_, index) => {
    const tick = (first + index) * step
    return Math.abs(tick) < step / 1e6 ? 0 : Number(tick.toPrecision(12))
  })
}

function logScale({ low, high, min, max, height }: ScaleOptions, base: number): ValueScale {
  const positive = (value: number): number => (value > 0 && Number.isFinite(value) ? value : Number.NaN)
  const log = (value: number): number => Math.log(value) / Math.log(base)
  const bottom = positive(min ?? low) || positive(high) / base || 1
  const top = Math.max(positive(max ?? high) || bottom * base, bottom * (1 + 1e-9))
  const from = min !== null && min > 0 ? min : base ** Math.floor(log(bottom) + 1e-9)
  const to = max !== null && max > from ? max : base ** Math.max(Math.ceil(log(top) - 1e-9), Math.floor(log(from)) + 1)
  const [first, last] = [Math.ceil(log(from) - 1e-9), Math.floor(log(to) + 1e-9)]
  const every = Math.max(1, Math.ceil((last - first) / Math.max(1, height / 30)))
  const ticks: number[] = []
  for (let power = first; power <= last; power += every) ticks.push(base ** power)
  return { min: from, max: to, ticks, log: base }
}

/** What stands at ticks: as few decimals as tell them apart, the same for all of one unit. */
export function tickLabels(
  ticks: readonly number[],
  display: (value: number, decimals?: number) => DisplayValue,
  decimals: number | null,
): readonly string[] {
  const shown = ticks.map((tick) => display(tick, decimals ?? 6))
  if (decimals !== null) return shown.map(written)
  const places = new Map<string, number>()
  for (const { text, suffix = '' } of shown) {
    const [, digits = ''] = /^-?[\d,]+\.(\d*?)0*$/.exec(text) ?? []
    places.set(suffix, Math.max(places.get(suffix) ?? 0, Math.min(4, digits.length)))
  }
  return shown.map((value, index) => {
    if (!/^-?[\d,]+(\.\d+)?$/.test(value.text)) return written(value)
    if (ticks[index] === 0) return written({ ...value, text: '0' })
    return written(display(ticks[index] ?? 0, places.get(value.suffix ?? '') ?? 0))
  })
}
