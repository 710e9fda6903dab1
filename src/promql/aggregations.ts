import type { ValueType } from './functions.ts'

export type AggregationName =
  | 'avg'
  | 'bottomk'
  | 'count'
  | 'count_values'
  | 'group'
  | 'limit_ratio'
  | 'limitk'
  | 'max'
  | 'min'
  | 'quantile'
  | 'stddev'
  | 'stdvar'
  | 'sum'
  | 'topk'

export interface AggregationSignature {
  /** Type of the first of two arguments; `null` when there is but one. */
  readonly param: ValueType | null
  /** Refused unless a feature flag is set; and unknown to 2.42. */
  readonly experimental: boolean
}

const plain: AggregationSignature = { param: null, experimental: false }
const scaled: AggregationSignature = { param: 'scalar', experimental: false }
const limited: AggregationSignature = { param: 'scalar', experimental: true }

export const aggregations: ReadonlyMap<AggregationName, AggregationSignature> = new Map([
  ['avg', plain],
  ['bottomk', scaled],
  ['count', plain],
  ['count_values', { param: 'string', experimental: false }],
  ['group', plain],
  ['limit_ratio', limited],
  ['limitk', limited],
  ['max', plain],
  ['min', plain],
  ['quantile', scaled],
  ['stddev', plain],
  ['stdvar', plain],
  ['sum', plain],
  ['topk', scaled],
])
