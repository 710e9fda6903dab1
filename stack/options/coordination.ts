import { type OptionValues, option, staticTargets } from '#belfry'

/** What can be set about blocking coordination; the defaults are the numbers of the requirement. */
export const coordinationOptions = {
  targets: option.targets(staticTargets(['localhost:3000']), 'Where the instrumented processes are.'),
  path: option.text('/prometheus/metrics', 'Where they serve their metrics.'),
  interval: option.duration('15s', 'Time between two scrapes.'),
  activeCoordinators: option.number(10, 'Waiting coordinators that are unusual.', { min: 0 }),
  activeWarning: option.number(5, 'Waiting coordinators from which the dashboard is yellow.', { min: 0 }),
  durationSeconds: option.number(300, 'Seconds that 95 of 100 waits may take.', { min: 0, max: 1799 }),
  signalSeconds: option.number(5, 'Seconds that 95 of 100 signals may take until they are acknowledged.', {
    min: 0,
    max: 9.9,
  }),
  failedHeartbeats: option.number(0, 'Waiting coordinators whose heartbeat may be stale or missing.', { min: 0 }),
  heartbeatFailures: option.number(30, 'Failed heartbeats within five minutes, over all coordinators, that are many.', {
    min: 0,
  }),
  heartbeatFailuresFor: option.duration('30s', 'How long that must last before HeartbeatFailures fires.'),
  timeoutRate: option.number(0.01, 'Timeouts per second, over all coordinators, that are too many.', { min: 0 }),
  timeoutEventsFor: option.duration('30s', 'How long that must last before TimeoutEvents fires.'),
  stuckSeconds: option.number(1800, 'Seconds after which a coordinator that still waits is stuck.', { min: 0 }),
  stuckFor: option.duration('30s', 'How long that must last before StuckCoordinator fires.'),
} as const

export type CoordinationOptions = OptionValues<typeof coordinationOptions>
