import { withoutName } from './label-set.ts'
import { quantileOf, spreadOf, sumOf } from './range-aggregation.ts'
import { type Growth, grows, type Shape, type ValueKind } from './shape.ts'
import { divideUnits, multiplyUnits, type Unit } from './unit.ts'
import { anyNumber, anyValue, between, exactly, notNegative, type ValueRange } from './value-range.ts'

/** What a function of a range vector makes of the samples of each series. */
type OverTime = (samples: Shape, numbers: readonly ValueRange[]) => Shape

/** Gives a value of another kind. */
function becomes(samples: Shape, range: ValueRange, kind: ValueKind, unit: Unit, growth: Growth = 'raw'): Shape {
  return { ...samples, labels: withoutName(samples.labels), range, kind, unit, growth }
}

/** The value is one like the samples. */
const alike =
  (range: (samples: ValueRange, numbers: readonly ValueRange[]) => ValueRange): OverTime =>
  (samples, numbers) => ({
    ...samples,
    labels: withoutName(samples.labels),
    range: range(samples.range, numbers),
    kind: samples.kind === 'boolean' || samples.kind === 'info' ? 'gauge' : samples.kind,
  })

const growing =
  (growth: 'rate' | 'increase'): OverTime =>
  (samples) => {
    const range = samples.range.min >= 0 ? { ...notNegative, nan: samples.range.nan } : anyValue
    // The unit of a bucket is that of its bounds, which do not grow.
    const unit = growth === 'rate' && samples.kind !== 'bucket' ? divideUnits(samples.unit, 'seconds') : samples.unit
    const grown = grows(samples.kind) && samples.growth === 'raw'
    const kind = grown || samples.kind === 'unknown' ? samples.kind : 'gauge'
    return becomes(samples, range, kind, unit, grown ? growth : 'raw')
  }

const counting =
  (least: number): OverTime =>
  (samples) =>
    becomes(samples, between(least, Number.POSITIVE_INFINITY), 'gauge', 'none')

const changing =
  (perSecond: boolean): OverTime =>
  (samples) =>
    becomes(
      samples,
      { ...anyValue, nan: true },
      'gauge',
      perSecond ? divideUnits(samples.unit, 'seconds') : samples.unit,
    )

const timed: OverTime = (samples) => becomes(samples, notNegativeInstant, 'timestamp', 'seconds')

const foreseen = alike(() => anyValue)
const notNegativeInstant = between(0, Number.MAX_SAFE_INTEGER)

/** The functions that make one value of the samples of a range. */
export const overTimeFunctions: ReadonlyMap<string, OverTime> = new Map<string, OverTime>([
  ['rate', growing('rate')],
  ['irate', growing('rate')],
  ['increase', growing('increase')],
  ['delta', changing(false)],
  ['idelta', changing(false)],
  ['deriv', changing(true)],
  ['changes', counting(0)],
  ['resets', counting(0)],
  ['count_over_time', counting(1)],
  ['present_over_time', (samples) => becomes(samples, exactly(1), 'boolean', 'none')],
  ['first_over_time', (samples) => samples],
  ['last_over_time', (samples) => samples],
  ['avg_over_time', alike((range) => range)],
  ['min_over_time', alike((range) => range)],
  ['max_over_time', alike((range) => range)],
  ['sum_over_time', alike(sumOf)],
  ['quantile_over_time', alike((range, [rank = anyNumber]) => quantileOf(range, rank))],
  ['stddev_over_time', alike(spreadOf)],
  ['mad_over_time', alike(spreadOf)],
  [
    'stdvar_over_time',
    (samples) => {
      const { max, nan } = spreadOf(samples.range)
      return becomes(samples, between(0, max * max, nan), 'gauge', multiplyUnits(samples.unit, samples.unit))
    },
  ],
  ['predict_linear', foreseen],
  ['holt_winters', foreseen],
  ['double_exponential_smoothing', foreseen],
  ['ts_of_first_over_time', timed],
  ['ts_of_last_over_time', timed],
  ['ts_of_max_over_time', timed],
  ['ts_of_min_over_time', timed],
])
