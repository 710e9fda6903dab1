import { defineSystem, scrapeJob } from '#belfry'
import nodeCases from '../../alerts/node.cases.ts'
import nodeRules from '../../alerts/node.ts'
import { nodeDashboard } from '../../dashboards/node.ts'
import { nodeHistory } from '../../exporters/node/history.ts'
import { nodeMetrics } from '../../exporters/node/metrics.ts'
import { nodeOptions } from '../options/node.ts'

/** The machines, seen by the stock exporter. */
export const node = defineSystem('node', {
  title: 'System',
  description: 'CPU, memory, file systems, disks, network and clock of the machines.',
  options: nodeOptions,
  parts: (options) => ({
    jobs: [
      scrapeJob('node', {
        targets: options.targets,
        interval: options.interval,
        metrics: [nodeMetrics],
        relabel: [{ targetLabel: 'service', replacement: 'system' }],
      }),
    ],
    rules: nodeRules(options),
    dashboards: [nodeDashboard(options)],
    cases: () => nodeCases(options),
    history: nodeHistory,
  }),
})
