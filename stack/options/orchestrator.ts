import { type OptionValues, option, staticTargets } from '#belfry'

/** What can be set about the pupsourcing orchestrator; the defaults are the numbers of the requirement. */
export const orchestratorOptions = {
  targets: option.targets(staticTargets(['orchestrator:9090']), 'Where the application serves its metrics.'),
  path: option.text('/metrics', 'Path of those metrics.'),
  interval: option.duration('15s', 'Time between two scrapes.'),
  instrumented: option.flag(
    true,
    'Whether the application measures events, errors and heartbeats, as with `belfry/instrument`; the Go library only measures coordination.',
  ),
  noWorkersFor: option.duration('30s', 'How long a replica set may be without a worker.'),
  errorRatio: option.ratio(0.01, 'Share of events that a projection may fail on.'),
  reconfigurationsPerHour: option.number(5, 'Reconfigurations of a replica set in an hour.', { min: 0 }),
  coordinationSeconds: option.number(30, 'Seconds that 99 of 100 coordinations may take.', { min: 0, max: 59 }),
  heartbeatSeconds: option.number(1, 'Seconds that 95 of 100 heartbeats may take.', { min: 0, max: 1.9 }),
  stuckFor: option.duration('2m', 'How long a worker may wait for a generation, or a partition for a worker.'),
  projectionStuckFor: option.duration('5m', 'How long a projection may stand still while events wait for it.'),
} as const

export type OrchestratorOptions = OptionValues<typeof orchestratorOptions>
