import { defineSystem, scrapeJob } from '#belfry'
import postgresCases from '../../alerts/postgres.cases.ts'
import postgresRules from '../../alerts/postgres.ts'
import { postgresDashboard } from '../../dashboards/postgres.ts'
import { postgresHistory } from '../../exporters/postgres/history.ts'
import { postgresMetrics } from '../../exporters/postgres/metrics.ts'
import { postgresOptions } from '../options/postgres.ts'

/** PostgreSQL, seen by the stock exporter and by the queries of Belfry's own. */
export const postgres = defineSystem('postgres', {
  title: 'PostgreSQL',
  description: 'Connections, throughput, replication, vacuum, checkpoints and disk of the database.',
  options: postgresOptions,
  parts: (options) => ({
    jobs: [
      scrapeJob('postgresql', {
        targets: options.targets,
        interval: options.interval,
        metrics: [postgresMetrics],
        relabel: [{ targetLabel: 'service', replacement: 'postgresql' }],
      }),
    ],
    rules: postgresRules(options),
    dashboards: [postgresDashboard(options)],
    cases: () => postgresCases(options),
    history: postgresHistory,
  }),
})
