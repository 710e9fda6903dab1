import { cases } from '#belfry'
import type { OrchestratorOptions } from '../stack/options/orchestrator.ts'

export default cases((_o: OrchestratorOptions) => [])
