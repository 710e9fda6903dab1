import { cases } from '#belfry'
import type { GoverseOptions } from '../stack/options/goverse.ts'

export default cases((_o: GoverseOptions) => [])
