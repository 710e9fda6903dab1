import { cases } from '#belfry'
import type { PostgresOptions } from '../stack/options/postgres.ts'

export default cases((_o: PostgresOptions) => [])
