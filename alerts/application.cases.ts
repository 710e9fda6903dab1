import { cases } from '#belfry'
import type { ApplicationOptions } from '../stack/options/application.ts'

export default cases((_o: ApplicationOptions) => [])
