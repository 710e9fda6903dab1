import { cases } from '#belfry'
import type { BelfryOptions } from '../stack/options/belfry.ts'

export default cases((_o: BelfryOptions) => [])
