import { cases } from '#belfry'
import type { ManateeOptions } from '../stack/options/manatee.ts'

export default cases((_o: ManateeOptions) => [])
