import { defineSystem } from '#belfry'
import applicationCases from '../../alerts/application.cases.ts'
import applicationRules from '../../alerts/application.ts'
import { applicationDashboard } from '../../dashboards/application.ts'
import { applicationHistory } from '../../exporters/ruvector/history.ts'
import { applicationOptions } from '../options/application.ts'

/** The DPG application, judged by how its databases serve it; the job of RuVector brings the metrics. */
export const application = defineSystem('application', {
  title: 'DPG application',
  description: 'Requests, errors, response times, stale data and batch jobs of the application.',
  options: applicationOptions,
  parts: (options) => ({
    jobs: [],
    rules: applicationRules(options),
    dashboards: [applicationDashboard(options)],
    cases: () => applicationCases(options),
    history: applicationHistory,
  }),
})
