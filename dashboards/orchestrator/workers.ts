import { panel, promql, row, target } from '#belfry'
import { belfryMetrics } from '../../exporters/belfry/metrics.ts'
import { orchestratorState as state } from '../../exporters/orchestrator/metrics.ts'
import { colored, falling, health, noneAllowed, numbers } from '../look.ts'
import { chosenReplicaSets } from './selectors.ts'

const byReplicaSet = '{{replica_set}}'
/** Seconds after which the orchestrator takes a worker for dead. */
const staleSeconds = 30

export function workers() {
  const count = { unit: 'short', decimals: 0, width: 6, thresholds: noneAllowed } as const
  return row('Workers', [
    panel(
      'stat',
      {
        title: 'Health score',
        description: '100 is well; less for reconfigurations, errors and workers that had to be cleaned up.',
        unit: 'short',
        decimals: 0,
        width: 6,
        thresholds: falling(90, 60),
        sparkline: true,
      },
      [
        target(
          promql`min by (replica_set) (replica_set:pupsourcing_orchestrator_health:score{${chosenReplicaSets}})`,
          byReplicaSet,
        ),
      ],
    ),
    panel('stat', { title: 'Stale workers', description: 'Not stopped, and without a heartbeat.', ...count }, [
      target(promql`max by (replica_set) (${state.staleWorkers}{${chosenReplicaSets}})`, byReplicaSet),
    ]),
    panel('stat', { title: 'Partitions without a worker', ...count }, [
      target(
        promql`
          max by (replica_set) (${state.currentGenerationPartitions}{${chosenReplicaSets}})
          - max by (replica_set) (${state.assignedPartitions}{${chosenReplicaSets}})`,
        byReplicaSet,
      ),
    ]),
    panel(
      'stat',
      {
        title: 'Collector',
        description: "Whether the exporter could read the orchestrator's tables.",
        ...health,
        colorMode: 'background',
        width: 6,
      },
      [target(promql`min(${belfryMetrics.collectorSuccess}{collector=~"orchestrator.*"}) or vector(0)`)],
    ),
    panel(
      'timeseries',
      {
        title: 'Workers by state',
        unit: 'short',
        decimals: 0,
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
        overrides: [
          colored('pending', 'yellow'),
          colored('ready', 'blue'),
          colored('running', 'green'),
          colored('stopping', 'orange'),
          colored('stopped', 'purple'),
        ],
      },
      [
        target(
          promql`sum by (state) (max by (replica_set, worker_id, state) (${state.workerState}{${chosenReplicaSets}}))`,
          '{{state}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Time since the last heartbeat',
        description: 'The oldest of each replica set; above the dashed line, the others take the worker for dead.',
        unit: 's',
        min: 0,
        thresholds: [
          { value: null, color: 'transparent' },
          { value: staleSeconds, color: 'orange' },
        ],
        thresholdStyle: 'dashed',
        legend: numbers,
      },
      [target(promql`max by (replica_set) (${state.heartbeatAgeSeconds}{${chosenReplicaSets}})`, byReplicaSet)],
    ),
    panel(
      'table',
      {
        title: 'Workers that have not stopped',
        description: 'Time since each registered for its generation.',
        unit: 's',
        width: 24,
        transformations: [
          { id: 'labelsToFields', options: {} },
          { id: 'merge', options: {} },
          {
            id: 'organize',
            options: {
              excludeByName: { Time: true },
              renameByName: { Value: 'Registered for', replica_set: 'Replica set', worker_id: 'Worker' },
            },
          },
        ],
      },
      [
        target(
          promql`time() - max by (replica_set, worker_id) (${state.workerStartedTimestampSeconds}{${chosenReplicaSets}})`,
          { format: 'table' },
        ),
      ],
    ),
  ])
}

export function generations() {
  const perHour = (family: { toString(): string }) =>
    promql`max by (replica_set) (increase(${family}{${chosenReplicaSets}}[1h]))`
  const counted = { unit: 'short', decimals: 0, min: 0, legend: numbers } as const
  return row('Generations', [
    panel('timeseries', { title: 'Generations created in an hour', ...counted }, [
      target(perHour(state.generationsTotal), byReplicaSet),
    ]),
    panel(
      'timeseries',
      {
        title: 'Registrations in an hour',
        description: 'Every worker registers again in every generation; more than that is a worker that crashes.',
        ...counted,
      },
      [target(perHour(state.workersRegisteredTotal), byReplicaSet)],
    ),
    panel('timeseries', { title: 'Partitions assigned in an hour', ...counted }, [
      target(perHour(state.partitionAssignmentsTotal), byReplicaSet),
    ]),
    panel('timeseries', { title: 'Workers cleaned up in an hour', ...counted }, [
      target(perHour(state.staleWorkersCleanedTotal), byReplicaSet),
    ]),
    panel(
      'timeseries',
      {
        title: 'Workers and partitions',
        description: 'A generation has a partition for each worker; between generations they differ for a moment.',
        ...counted,
      },
      [
        target(
          promql`max by (replica_set) (${state.currentGenerationPartitions}{${chosenReplicaSets}})`,
          '{{replica_set}}: partitions',
        ),
        target(promql`max by (replica_set) (${state.activeWorkers}{${chosenReplicaSets}})`, '{{replica_set}}: workers'),
        target(
          promql`max by (replica_set) (${state.unassignedWorkers}{${chosenReplicaSets}})`,
          '{{replica_set}}: workers without a partition',
        ),
      ],
    ),
    panel('timeseries', { title: 'Age of the generation', unit: 's', min: 0, legend: numbers }, [
      target(
        promql`time() - max by (replica_set) (${state.generationCreatedTimestampSeconds}{${chosenReplicaSets}})`,
        byReplicaSet,
      ),
    ]),
  ])
}
