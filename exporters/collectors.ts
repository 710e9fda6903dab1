import { coordinationCollector } from './coordination/collector.ts'
import { goverseCollector } from './goverse/collector.ts'
import { manateeCollector } from './manatee/collector.ts'
import { orchestratorCollector } from './orchestrator/collector.ts'
import { ruvectorCollector } from './ruvector/collector.ts'

/** All collectors of the exporter service; a configuration chooses among them by name. */
export const collectors = [
  coordinationCollector,
  goverseCollector,
  orchestratorCollector,
  ruvectorCollector,
  manateeCollector,
]
