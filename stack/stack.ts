import { defineStack, engineTarget } from '#belfry'
import { overviewDashboard } from '../dashboards/overview.ts'
import { drills } from './drills.ts'
import { type DpgEnvironment, local, nodeTargets, production, staging } from './environments.ts'
import { notify } from './notify.ts'
import { application } from './systems/application.ts'
import { belfry } from './systems/belfry.ts'
import { coordination } from './systems/coordination.ts'
import { goverse } from './systems/goverse.ts'
import { manatee, manateeJobs } from './systems/manatee.ts'
import { node } from './systems/node.ts'
import { orchestrator } from './systems/orchestrator.ts'
import { postgres } from './systems/postgres.ts'
import { redis } from './systems/redis.ts'
import { ruvector } from './systems/ruvector.ts'

/** The DPG stack: its databases, its machines, its vector search, and the watch over the watch. */
export default defineStack<DpgEnvironment>({
  name: 'dpg',
  environments: { local, staging, production },
  systems: (environment, { runs }) => [
    node({ targets: nodeTargets(environment) }),
    postgres({ targets: engineTarget('postgres-exporter') }),
    redis({ targets: engineTarget('redis-exporter') }),
    ruvector(),
    application(),
    orchestrator(environment.orchestrator),
    goverse(environment.goverse),
    manatee(environment.manatee),
    coordination(environment.coordination),
    belfry({
      jobs: [
        'prometheus',
        'alertmanager',
        ...(runs('grafana') ? ['grafana'] : []),
        'node',
        'postgresql',
        'redis',
        'dpg-application',
        'goverse-nodes',
        'goverse-gates',
        'orchestrator',
        'blocking-coordination',
        ...manateeJobs(environment.manatee),
      ],
    }),
  ],
  notify,
  dashboards: () => [overviewDashboard()],
  drills,
})
