import { cases } from '#belfry'
import type { RuvectorOptions } from '../stack/options/ruvector.ts'

export default cases((_o: RuvectorOptions) => [])
