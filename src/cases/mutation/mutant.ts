import type { Alert, Recording } from '../../model/model.ts'

/** A rule, changed in one small way. */
export interface Mutant {
  /** Unique for the rule, such as `threshold/1/doubled`: operator, which of its places, what was done there. */
  readonly id: string
  readonly operator: string
  /** What was done, in words. */
  readonly words: string
  readonly original: Alert | Recording
  readonly rule: Alert | Recording
  /** What was changed: `expr`, `for`, `severity`, `annotations.summary`. */
  readonly field: string
  /** That field after the change, and where in it the change stands; nothing stands there when something was dropped. */
  readonly text: string
  readonly from: number
  readonly to: number
}
