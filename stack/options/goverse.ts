import { engineTarget, type OptionValues, option } from '#belfry'

/** What can be set about GoVerse; the defaults are the numbers of the requirement. */
export const goverseOptions = {
  nodeTargets: option.targets(engineTarget('simulator'), 'Where nodes serve metrics: their `http_addr`.'),
  gateTargets: option.targets(engineTarget('simulator'), 'Where gates serve metrics: their `ops_addr`.'),
  interval: option.duration('15s', 'Time between two scrapes.'),
  objectsPerNode: option.number(10_000, 'Objects of a node that are too many.', { min: 1 }),
  callErrorRatio: option.ratio(0.05, 'Share of the calls of a method that may fail.'),
  callSeconds: option.number(1, 'Seconds that 95 of 100 calls of a method may take.', { min: 0, max: 9.9 }),
  shardImbalance: option.number(500, 'Shards that one node may own more than another.', { min: 1 }),
  clientsPerGate: option.number(1000, 'Clients of a gate that are too many.', { min: 1 }),
  shardsMigrating: option.number(100, 'Shards that may be on their way to another node.', { min: 1 }),
  migrationsPerSecond: option.number(10, 'Completed migrations per second that are too many.', { min: 0 }),
  stuckFor: option.duration('30m', 'How long migrations may go without one that completes.'),
  shardChurn: option.number(200, 'Difference of the shards that a node claimed and released in an hour.', { min: 1 }),
} as const

export type GoverseOptions = OptionValues<typeof goverseOptions>
