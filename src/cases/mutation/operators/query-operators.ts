import type { QueryOperator } from './change.ts'
import { changeAggregation } from './change-aggregation.ts'
import { changeComparison } from './change-comparison.ts'
import { changeFunction } from './change-function.ts'
import { changeMatcher } from './change-matcher.ts'
import { changeRange } from './change-range.ts'
import { changeSetOperator } from './change-set-operator.ts'
import { changeThreshold } from './change-threshold.ts'
import { dropGroupingLabel } from './drop-grouping-label.ts'
import { swapOperands } from './swap-operands.ts'

/** All changes of queries. */
export const queryOperators: readonly QueryOperator[] = [
  changeComparison,
  changeThreshold,
  changeAggregation,
  dropGroupingLabel,
  changeMatcher,
  changeRange,
  changeFunction,
  changeSetOperator,
  swapOperands,
]
