import { cases, changes, example, fires, given, quiet } from '#belfry'
import { projectionState as events, orchestratorState as state } from '../exporters/orchestrator/metrics.ts'

const main = { replica_set: 'main' } as const
const reporting = { replica_set: 'reporting' } as const
const [a, b] = [{ instance: 'a:9090' }, { instance: 'b:9090' }] as const

/** What stands still although nothing is down. */
export default cases(() => [
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
        description: 'Workers that wait for the others and process nothing: 2.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('OrchestratorWorkerStuck', 'one is one too many', {
    given: [given(state.workerState, { ...main, worker_id: '1', state: 'ready' }, 1)],
    expect: [
      fires('5m', {
        labels: main,
        summary: 'Workers of main do not get out of coordination',
        description: 'Workers that wait for the others and process nothing: 1.',
      }),
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
        description: 'Partitions of the current generation that nobody processes: 1.',
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
      given(events.projectionLagEvents, { projection: 'orders', ...b }, changes({ '0s': 0, '5m': 11, '20m': 0 })),
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
        description: 'It has not moved; events that wait for it: 12.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('OrchestratorProjectionStuck', 'stops as soon as the position moves', {
    given: [
      given(events.projectionLagEvents, { projection: 'orders' }, 1),
      given(events.projectionPosition, { projection: 'orders' }, changes({ '0s': 500, '9m': 501 })),
    ],
    expect: [
      fires('9m', {
        labels: { projection: 'orders' },
        summary: 'Projection orders stands still',
        description: 'It has not moved; events that wait for it: 1.',
      }),
      quiet('9m10s', '11m', '15m40s'),
      fires('15m50s', {
        labels: { projection: 'orders' },
        summary: 'Projection orders stands still',
        description: 'It has not moved; events that wait for it: 1.',
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
])
