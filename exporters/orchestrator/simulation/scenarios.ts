/** What can happen to the simulated orchestrator; the first is the healthy baseline. */
export const scenarios = {
  healthy: 'All workers run; a deployment every 20 minutes.',
  'crash-looping workers': 'A worker crashes and registers again every 10 seconds, and each time all coordinate anew.',
  'no workers': 'All processes are killed: nothing says so in the tables, and the endpoint is gone.',
  'stale workers': 'A worker hangs without a heartbeat every minute, until the others stop it.',
  'slow coordination': 'Every minute the workers coordinate, for 40 seconds.',
  'projection stuck': 'The projection of orders stands still while events go on coming.',
  'projection failing': 'The projection of orders fails on one event of ten.',
} as const

export type Scenario = keyof typeof scenarios
