import type { Simulator } from '#belfry'
import { manateeSimulator } from './manatee/simulator.ts'
import { orchestratorSimulator } from './orchestrator/simulator.ts'

/** Stand-ins for the systems that the demo does not have. */
export const simulators: readonly Simulator[] = [manateeSimulator, orchestratorSimulator]
