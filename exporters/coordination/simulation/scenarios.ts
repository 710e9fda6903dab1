/** What can happen to the simulated swarms; the first is the healthy baseline. */
export const scenarios = {
  healthy: 'Three swarms work: their coordinators wait for each other some seconds at a time, and beat meanwhile.',
  'stuck coordinator': 'One coordinator has waited for 40 minutes and goes on waiting, alive.',
  'heartbeats missing': 'Coordinators that have waited for ten minutes stop beating; some never did.',
  'timeout storm': 'Every two seconds a coordinator is given up for dead and replaced.',
  'slow signals': 'Signals take seconds to be acknowledged, and waits minutes.',
  'many coordinators': 'Eighty more swarms with 2,000 coordinators wait at the same time.',
  'bad JSON': 'Keys hold half JSON, other things than objects, other types than text, and hostile names.',
  idle: 'Nobody begins to wait any more.',
} as const

export type Scenario = keyof typeof scenarios
