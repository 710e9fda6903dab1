import type { PromqlVersion } from './versions.ts'

export type ValueType = 'scalar' | 'string' | 'instant' | 'range'

export interface FunctionSignature {
  readonly args: readonly ValueType[]
  /** How many of the last arguments can be left out. */
  readonly optional: number
  /** Whether the last argument can be repeated; it can be left out, too, then. */
  readonly repeats: boolean
  readonly result: 'scalar' | 'instant'
  /** The only generation that knows it; `null` when all do. */
  readonly only: PromqlVersion | null
  /** Refused unless a feature flag is set. */
  readonly experimental: boolean
  /** First version in which what is experimental needs no flag any more; empty when none is known. */
  readonly plainSince: string
}

type Group = Partial<Omit<FunctionSignature, 'args'>> & {
  readonly names: string
  readonly args: readonly ValueType[]
}

const defaults = {
  optional: 0,
  repeats: false,
  result: 'instant',
  only: null,
  experimental: false,
  plainSince: '',
} as const

/** Functions that share a signature stand together. */
const groups: readonly Group[] = [
  {
    names: `abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_count histogram_sum
      ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp`,
    args: ['instant'],
  },
  { names: 'histogram_avg histogram_stddev histogram_stdvar', args: ['instant'], only: '3.x' },
  {
    names: 'day_of_month day_of_week day_of_year days_in_month hour minute month year',
    args: ['instant'],
    optional: 1,
  },
  {
    names: `absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time
      max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time`,
    args: ['range'],
  },
  {
    names: `mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time`,
    args: ['range'],
    only: '3.x',
    experimental: true,
  },
  { names: 'first_over_time', args: ['range'], only: '3.x', experimental: true, plainSince: '3.14' },
  { names: 'clamp', args: ['instant', 'scalar', 'scalar'] },
  { names: 'clamp_max clamp_min', args: ['instant', 'scalar'] },
  { names: 'round', args: ['instant', 'scalar'], optional: 1 },
  { names: 'histogram_fraction', args: ['scalar', 'scalar', 'instant'] },
  { names: 'histogram_quantile', args: ['scalar', 'instant'] },
  {
    names: 'histogram_quantiles',
    args: ['instant', 'string', 'scalar'],
    repeats: true,
    only: '3.x',
    experimental: true,
  },
  { names: 'holt_winters', args: ['range', 'scalar', 'scalar'], only: '2.42' },
  { names: 'double_exponential_smoothing', args: ['range', 'scalar', 'scalar'], only: '3.x', experimental: true },
  { names: 'predict_linear', args: ['range', 'scalar'] },
  { names: 'quantile_over_time', args: ['scalar', 'range'] },
  { names: 'label_replace', args: ['instant', 'string', 'string', 'string', 'string'] },
  { names: 'label_join', args: ['instant', 'string', 'string', 'string'], repeats: true },
  {
    names: 'sort_by_label sort_by_label_desc',
    args: ['instant', 'string'],
    repeats: true,
    only: '3.x',
    experimental: true,
  },
  { names: 'info', args: ['instant', 'instant'], optional: 1, only: '3.x', experimental: true },
  { names: 'vector', args: ['scalar'] },
  { names: 'scalar', args: ['instant'], result: 'scalar' },
  { names: 'pi time', args: [], result: 'scalar' },
]

/** Every function of every version, by name. */
export const functions: ReadonlyMap<string, FunctionSignature> = new Map(
  groups.flatMap(({ names, ...signature }) =>
    names.split(/\s+/).map((name) => [name, { ...defaults, ...signature }] as const),
  ),
)
