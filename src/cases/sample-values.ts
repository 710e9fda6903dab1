import { toMilliseconds } from '../spec/duration.ts'
import type { SeriesValues } from '../spec/series-values.ts'
import type { Sample } from './alert-case.ts'

/**
 * The samples that values give, one for each scrape from the begin of the case.
 *
 * @param interval - milliseconds between two scrapes.
 */
export function sampleValues(values: SeriesValues, interval: number, count: number): readonly Sample[] {
  const samples: Sample[] = []
  fill(samples, values, interval, count)
  return samples
}

/** A fault of promtool's notation; empty when there is none. */
export function notationFault(text: string): string {
  const bad = words(text).find((word) => !notation.test(word))
  return bad === undefined ? '' : `${bad} is no value of a series`
}

const number = String.raw`[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+|nan|inf)`
const notation = new RegExp(
  `^(?:(?<nothing>_)|(?<stale>stale)|(?<from>${number})(?<by>[-+]${number})?)(?:x(?<times>\\d+))?$`,
  'i',
)

/** Appends samples until there are `end` of them. */
function fill(samples: Sample[], values: SeriesValues, interval: number, end: number): void {
  switch (values.kind) {
    case 'constant':
      while (samples.length < end) samples.push(values.value)
      return
    case 'ramp': {
      const step = (values.perSecond * interval) / 1000
      const before = lastNumber(samples)
      const from = values.from ?? (before === null ? 0 : before + step)
      for (let index = 0; samples.length < end; index += 1) samples.push(round(from + step * index))
      return
    }
    case 'gap':
      while (samples.length < end) samples.push(null)
      return
    case 'stale':
      if (samples.length < end) samples.push('stale')
      while (samples.length < end) samples.push(null)
      return
    case 'notation':
      for (const word of words(values.text))
        for (const sample of expand(word)) if (samples.length < end) samples.push(sample)
      while (samples.length < end) samples.push(null)
      return
    case 'changes': {
      const starts = values.phases.map(({ at }) => Math.ceil(toMilliseconds(at) / interval))
      for (const [index, phase] of values.phases.entries()) {
        while (samples.length < Math.min(starts[index] ?? 0, end)) samples.push(null)
        fill(samples, phase.values, interval, Math.min(starts[index + 1] ?? end, end))
      }
    }
  }
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** `1x3` is four values, `_x3` three of nothing, as promtool reads them. */
function expand(word: string): readonly Sample[] {
  const { nothing, stale, from = '', by = '0', times } = notation.exec(word)?.groups ?? {}
  if (nothing !== undefined) return Array.from({ length: Number(times ?? 1) }, () => null)
  const count = Number(times ?? 0) + 1
  if (stale !== undefined) return Array.from({ length: count }, () => 'stale')
  return Array.from({ length: count }, (_, index) => round(read(from) + read(by) * index))
}

function read(text: string): number {
  const plain = text.replace(/^\+/, '')
  return /inf$/i.test(plain) ? (plain.startsWith('-') ? -Infinity : Infinity) : Number(plain)
}

/** Sums of decimal fractions are not to show in texts as 0.30000000000000004. */
function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : value
}

function lastNumber(samples: readonly Sample[]): number | null {
  const found = samples.findLast((sample) => typeof sample === 'number')
  return typeof found === 'number' ? found : null
}
