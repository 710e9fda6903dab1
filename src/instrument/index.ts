/** What applications import as `belfry/instrument`: the documented metrics of the systems, for Node.js programs. */

export { Registry } from 'prom-client'
export {
  type CoordinatorMetrics,
  type CoordinatorMetricsOptions,
  coordinatorMetrics,
  type ReceivedSignal,
  type TimeoutHandlerMetrics,
  timeoutHandlerMetrics,
} from './coordination.ts'
export type { HeartbeatFailure, TimeoutKind, WaitOutcome } from './coordination-families.ts'
export { type MetricsServer, type MetricsServerOptions, startMetricsServer } from './metrics-server.ts'
export {
  type OrchestratorMetrics,
  type OrchestratorMetricsOptions,
  orchestratorMetrics,
  type ProjectionMetrics,
  type WorkerMetrics,
} from './orchestrator.ts'
export { type WorkerState, workerStates } from './orchestrator-families.ts'
