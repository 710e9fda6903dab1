import { cases } from '#belfry'
import type { CoordinationOptions } from '../stack/options/coordination.ts'

export default cases((_o: CoordinationOptions) => [])
