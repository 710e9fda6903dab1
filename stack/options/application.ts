import { type OptionValues, option } from '#belfry'

/** What can be set about the DPG application; the defaults are the numbers of the requirement. */
export const applicationOptions = {
  job: option.text('dpg-application', 'Scrape job whose target stands for the health of the application.'),
  healthCheckFor: option.duration('2m', 'How long that target must be down before HealthCheckFailing fires.'),
  requestRate: option.number(1000, 'Transactions and Redis commands per second that are unusual.', { min: 0 }),
  errorRatio: option.ratio(0.05, 'Share of failed queries that is too much.'),
  goodRatio: option.ratio(0.95, 'Share of queries that should be answered without error within half a second.'),
  // Probes are given up after the exporter's `collectorTimeout`, 5 s unless changed; slower ones count as failed.
  responseTimeWarning: option.number(1, 'Seconds that 95 of 100 queries may take.', { min: 0, max: 4.9 }),
  responseTimeCritical: option.number(2.5, 'Seconds for 95 of 100 queries that are too many.', { min: 0, max: 4.9 }),
  waitingConnections: option.number(10, 'Sessions that may sit idle in an open transaction.', { min: 0 }),
  cacheMissRatio: option.ratio(0.2, 'Share of block reads that may miss the shared buffers.'),
  cacheMinimumReads: option.number(100, 'Block reads per second below which the miss rate says nothing.', { min: 0 }),
  leakBytesRate: option.number(1024 * 1024, 'Bytes per second that the memory of Redis may grow without keys.', {
    min: 0,
  }),
  leakMaximumKeys: option.number(1000, 'Keys below which growing memory is no data.', { min: 0 }),
  staleSeconds: option.number(3600, 'Seconds after which the newest row of a table is old.', { min: 0 }),
} as const

export type ApplicationOptions = OptionValues<typeof applicationOptions>
