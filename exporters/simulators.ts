import type { Simulator } from '#belfry'
import { coordinationSimulator } from './coordination/simulator.ts'
import { goverseSimulator } from './goverse/simulator.ts'
import { manateeSimulator } from './manatee/simulator.ts'
import { orchestratorSimulator } from './orchestrator/simulator.ts'
import { ruvectorSimulator } from './ruvector/simulator.ts'

/** Stand-ins for the systems that the demo does not have. */
export const simulators: readonly Simulator[] = [
  coordinationSimulator,
  goverseSimulator,
  manateeSimulator,
  orchestratorSimulator,
  ruvectorSimulator,
]
