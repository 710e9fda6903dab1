import { cases, changes, example, fires, given, givenHistogram, perSecond, quiet } from '#belfry'
import {
  instrumentedApplication as application,
  projectionState as events,
  orchestratorState as state,
} from '../exporters/orchestrator/metrics.ts'
import type { OrchestratorOptions } from '../stack/options/orchestrator.ts'
import applicationCases from './orchestrator-application.cases.ts'
import recordCases from './orchestrator-records.cases.ts'

const main = { replica_set: 'main' } as const
const reporting = { replica_set: 'reporting' } as const
const [a, b] = [{ instance: 'a:9090' }, { instance: 'b:9090' }] as const

export default cases((o: OrchestratorOptions) => [
  example('OrchestratorNoWorkers', 'fires for the set that has lost its last worker', {
    given: [
      given(state.activeWorkers, { ...main, ...a }, changes({ '0s': 3, '1m': 0, '3m': 1 })),
      given(state.activeWorkers, { ...main, ...b }, changes({ '0s': 3, '1m': 0, '3m': 1 })),
      given(state.activeWorkers, { ...reporting, ...a }, 0),
      given(state.activeWorkers, { ...reporting, ...b }, 1),
    ],
    expect: [
      quiet('1m', '1m30s'),
      fires(['1m40s', '3m'], {
        labels: { ...main, subject: 'workers of main' },
        summary: 'No active workers for main',
        description: 'No worker gives a heartbeat: the projections of main stand still.',
      }),
      quiet('3m10s'),
    ],
  }),
  example('OrchestratorNoWorkers', 'a restart that is over within seconds is none', {
    given: [given(state.activeWorkers, main, changes({ '0s': 2, '1m': 0, '1m20s': 1 }))],
    expect: [quiet('1m20s', '1m40s', '3m')],
  }),

  example('OrchestratorFrequentReconfigurations', 'six in an hour are counted until the hour is over', {
    given: [
      given(state.reconfigurationTotal, { ...main, ...a }, changes({ '0s': 40, '10m': 46 })),
      given(state.reconfigurationTotal, { ...main, ...b }, changes({ '0s': 40, '10m': 41 })),
      given(state.reconfigurationTotal, reporting, changes({ '0s': 3, '10m': 7 })),
    ],
    expect: [
      quiet('25m'),
      fires(['25m10s', '1h'], {
        labels: main,
        summary: 'The workers of main are reconfigured all the time',
        description: '6 reconfigurations in the last hour.',
      }),
      quiet('1h11m'),
    ],
  }),
  example('OrchestratorFrequentReconfigurations', 'a collector that has started anew counts on', {
    given: [given(state.reconfigurationTotal, main, changes({ '0s': 100, '10m': 8 }))],
    expect: [
      fires('30m', {
        labels: main,
        summary: 'The workers of main are reconfigured all the time',
        description: '8 reconfigurations in the last hour.',
      }),
    ],
  }),
  example('OrchestratorFrequentReconfigurations', 'a deployment reconfigures a few times', {
    given: [given(state.reconfigurationTotal, main, changes({ '0s': 40, '10m': 44 }))],
    expect: [quiet('30m', '1h')],
  }),

  example('OrchestratorSlowCoordination', 'one in twenty is slow: after minutes the half hour is, too', {
    given: [
      givenHistogram(
        application.coordinationDurationSeconds,
        { ...main, ...a },
        { '10': 0.5, '30': 0, '60': 0, '+Inf': 0 },
      ),
      givenHistogram(
        application.coordinationDurationSeconds,
        { ...main, ...b },
        {
          '10': 0.45,
          '30': changes({ '0s': perSecond(0.05), '40m': perSecond(0), '70m': perSecond(0.05) }),
          '60': changes({ '0s': perSecond(0), '40m': perSecond(0.05), '70m': perSecond(0) }),
          '+Inf': 0,
        },
      ),
      givenHistogram(
        application.coordinationDurationSeconds,
        { ...reporting, ...a },
        { '10': 0, '30': 1, '60': 0, '+Inf': 0 },
      ),
    ],
    expect: [
      quiet('40m', '55m'),
      fires('59m', {
        labels: main,
        summary: 'The workers of main coordinate slowly',
        description: '99 of 100 coordinations of the last half hour took up to 50.61s.',
      }),
      fires('70m', {
        labels: main,
        summary: 'The workers of main coordinate slowly',
        description: '99 of 100 coordinations of the last half hour took up to 54s.',
      }),
      quiet('96m'),
    ],
  }),
  example('OrchestratorSlowCoordination', 'just what is allowed', {
    given: [
      givenHistogram(application.coordinationDurationSeconds, main, { '10': 0, '30': 0.99, '60': 0.01, '+Inf': 0 }),
    ],
    expect: [quiet('50m')],
  }),

  example('OrchestratorStaleWorkers', 'fires at once while workers are silent, and when silent ones were cleaned up', {
    given: [
      given(state.staleWorkers, { ...main, ...a }, changes({ '0s': 0, '1m': 2, '2m': 0 })),
      given(state.staleWorkers, { ...main, ...b }, 0),
      given(state.staleWorkersCleanedTotal, { ...main, ...a }, 3),
      given(state.staleWorkers, reporting, 0),
      given(state.staleWorkersCleanedTotal, { ...reporting, ...a }, changes({ '0s': 7, '5m': 8, '20m': 2 })),
      given(state.staleWorkersCleanedTotal, { ...reporting, ...b }, 8),
    ],
    expect: [
      quiet('1m'),
      fires(['1m10s', '2m'], {
        labels: { ...main, subject: 'workers of main' },
        summary: 'Workers of main died without a word',
        description: 'The heartbeat of 2 of them has ceased.',
      }),
      quiet('2m10s', '5m'),
      fires(['5m10s', '9m40s'], {
        labels: { ...reporting, subject: 'workers of reporting' },
        summary: 'Workers of reporting died without a word',
        description: 'The heartbeat of 1 of them has ceased.',
      }),
      quiet('9m50s', '20m'),
      fires('20m10s', {
        labels: { ...reporting, subject: 'workers of reporting' },
        summary: 'Workers of reporting died without a word',
        description: 'The heartbeat of 2 of them has ceased.',
      }),
    ],
  }),
  example('OrchestratorStaleWorkers', 'who stops properly is not missed', {
    given: [given(state.staleWorkers, main, 0), given(state.staleWorkersCleanedTotal, main, 5)],
    expect: [quiet('10s', '10m')],
  }),

  ...(o.instrumented ? applicationCases(o) : []),

  example('OrchestratorWorkerStuck', 'counts the workers that wait, whichever of the states they wait in', {
    given: [
      ...[a, b].map((at) =>
        given(state.workerState, { ...main, worker_id: '1', state: 'pending', ...at }, changes({ '0s': 1, '1m': 0 })),
      ),
      ...[a, b].map((at) =>
        given(
          state.workerState,
          { ...main, worker_id: '1', state: 'ready', ...at },
          changes({ '0s': 0, '1m': 1, '5m': 0 }),
        ),
      ),
      given(state.workerState, { ...main, worker_id: '2', state: 'ready' }, changes({ '0s': 0, '1m': 1, '5m': 0 })),
      given(state.workerState, { ...main, worker_id: '2', state: 'pending' }, changes({ '0s': 1, '1m': 0 })),
      given(state.workerState, { ...main, worker_id: '3', state: 'running' }, 1),
      given(
        state.workerState,
        { ...reporting, worker_id: '4', state: 'pending' },
        changes({ '0s': 0, '1m': 1, '2m50s': 0 }),
      ),
      given(state.workerState, { ...reporting, worker_id: '4', state: 'ready' }, 0),
      given(
        state.workerState,
        { ...reporting, worker_id: '4', state: 'running' },
        changes({ '0s': 1, '1m': 0, '2m50s': 1 }),
      ),
    ],
    expect: [
      quiet('2m'),
      fires(['2m10s', '3m10s', '5m'], {
        labels: main,
        summary: 'Workers of main do not get out of coordination',
        description: '2 workers wait for the others and process nothing.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('OrchestratorWorkerStuck', 'a worker that processes is not stuck', {
    given: [
      given(state.workerState, { ...main, worker_id: '1', state: 'pending' }, 0),
      given(state.workerState, { ...main, worker_id: '1', state: 'ready' }, 0),
      given(state.workerState, { ...main, worker_id: '1', state: 'running' }, 1),
    ],
    expect: [quiet('10m')],
  }),

  example('OrchestratorPartitionsUnassigned', 'fires for a partition that stays without a worker', {
    given: [
      given(state.currentGenerationPartitions, { ...main, ...a }, 8),
      given(state.currentGenerationPartitions, { ...main, ...b }, 7),
      given(state.assignedPartitions, { ...main, ...a }, changes({ '0s': 8, '1m': 7, '5m': 8 })),
      given(state.assignedPartitions, { ...main, ...b }, changes({ '0s': 8, '1m': 6, '5m': 8 })),
      given(state.activeWorkers, { ...main, ...a }, 1),
      given(state.activeWorkers, { ...main, ...b }, 0),
      given(state.currentGenerationPartitions, reporting, 4),
      given(state.assignedPartitions, reporting, 4),
      given(state.activeWorkers, reporting, 2),
    ],
    expect: [
      quiet('3m'),
      fires(['3m10s', '5m'], {
        labels: main,
        summary: 'Partitions of main have no worker',
        description: '1 partitions of the current generation are processed by nobody.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('OrchestratorPartitionsUnassigned', 'who has no workers has an alert for that', {
    given: [
      given(state.currentGenerationPartitions, main, 8),
      given(state.assignedPartitions, main, 0),
      given(state.activeWorkers, main, 0),
    ],
    expect: [quiet('10m')],
  }),

  example('OrchestratorProjectionStuck', 'fires for the projection that stands still, and not for one that is slow', {
    given: [
      given(events.projectionLagEvents, { projection: 'orders', ...a }, changes({ '0s': 0, '5m': 12, '20m': 0 })),
      given(events.projectionLagEvents, { projection: 'orders', ...b }, 0),
      given(events.projectionPosition, { projection: 'orders', ...a }, 500),
      given(events.projectionPosition, { projection: 'orders', ...b }, 500),
      given(events.projectionLagEvents, { projection: 'slow' }, 900),
      given(
        events.projectionPosition,
        { projection: 'slow', ...a },
        '10x7 11x7 12x7 13x7 14x7 15x7 16x7 17x7 18x7 19x7',
      ),
      given(events.projectionPosition, { projection: 'slow', ...b }, 10),
    ],
    expect: [
      quiet('5m', '10m'),
      fires(['10m10s', '19m'], {
        labels: { projection: 'orders' },
        summary: 'Projection orders stands still',
        description: '12 events wait for it, and it has not moved.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('OrchestratorProjectionStuck', 'stops as soon as the position moves', {
    given: [
      given(events.projectionLagEvents, { projection: 'orders' }, 3),
      given(events.projectionPosition, { projection: 'orders' }, changes({ '0s': 500, '9m': 501 })),
    ],
    expect: [
      fires('9m', {
        labels: { projection: 'orders' },
        summary: 'Projection orders stands still',
        description: '3 events wait for it, and it has not moved.',
      }),
      quiet('9m10s', '11m', '15m40s'),
      fires('15m50s', {
        labels: { projection: 'orders' },
        summary: 'Projection orders stands still',
        description: '3 events wait for it, and it has not moved.',
      }),
    ],
  }),
  example('OrchestratorProjectionStuck', 'who is level with the events has nothing to do', {
    given: [
      given(events.projectionLagEvents, { projection: 'orders' }, 0),
      given(events.projectionPosition, { projection: 'orders' }, 500),
    ],
    expect: [quiet('20m')],
  }),

  ...recordCases(o),
])
