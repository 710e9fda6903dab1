import { engineTarget, type OptionValues, option } from '#belfry'

/** What can be set about Redis; the defaults are the numbers of the requirement. */
export const redisOptions = {
  targets: option.targets(engineTarget('redis-exporter'), 'Where the Redis exporters are.'),
  interval: option.duration('10s', 'Time between two scrapes.'),
  downFor: option.duration('15s', 'How long Redis must be unreachable before RedisDown fires.'),
  memoryWarning: option.ratio(0.85, 'Share of maxmemory in use that is too much.'),
  memoryCritical: option.ratio(0.95, 'Share of maxmemory in use that leaves no room.'),
  hitRateMinimum: option.ratio(0.8, 'Share of key look-ups that should find their key.'),
  hitRateMinimumLookups: option.number(10, 'Look-ups per second below which the hit rate says nothing.', { min: 0 }),
  evictionRate: option.number(10, 'Evicted keys per second that are too many.', { min: 0 }),
  clients: option.number(100, 'Client connections that are unusual.', { min: 0 }),
  blockedClients: option.number(0, 'Clients that may wait in a blocking command.', { min: 0 }),
  slowCommandRate: option.number(1, 'Slow commands per second that are too many.', { min: 0 }),
  fragmentation: option.number(1.5, 'Resident memory for each byte in use that is too much.', { min: 1 }),
  fragmentationMinimumBytes: option.number(100 * 1024 * 1024, 'Memory in use below which fragmentation says nothing.', {
    min: 0,
  }),
} as const

export type RedisOptions = OptionValues<typeof redisOptions>
