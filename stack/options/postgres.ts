import { engineTarget, type OptionValues, option } from '#belfry'

/** What can be set about PostgreSQL; the defaults are the numbers of the requirement. */
export const postgresOptions = {
  targets: option.targets(engineTarget('postgres-exporter'), 'Where the PostgreSQL exporters are.'),
  interval: option.duration('10s', 'Time between two scrapes.'),
  downFor: option.duration('15s', 'How long PostgreSQL must be unreachable before PostgreSQLDown fires.'),
  connectionsWarning: option.ratio(0.8, 'Share of max_connections in use that is too much.'),
  connectionsCritical: option.ratio(0.9, 'Share of the connections for ordinary users in use that leaves no room.'),
  cacheHitMinimum: option.ratio(0.95, 'Share of block reads that the shared buffers should serve.'),
  cacheMinimumReads: option.number(100, 'Block reads per second below which the hit ratio says nothing.', { min: 0 }),
  transactionRate: option.number(1000, 'Commits per second of one database that are unusual.', { min: 0 }),
  replicationLagWarning: option.number(30, 'Seconds that a replica may be behind.', { min: 0 }),
  replicationLagCritical: option.number(300, 'Seconds behind at which a replica is of no use.', { min: 0 }),
  deadTuples: option.ratio(0.1, 'Share of dead rows that vacuum should not leave.'),
  deadTuplesMinimumRows: option.number(1000, 'Rows below which a table is too small to judge.', { min: 0 }),
  tableBloat: option.ratio(0.3, 'Share of a table that its rows do not need.'),
  longQuerySeconds: option.number(300, 'Seconds after which a query or transaction runs too long.', { min: 5 }),
  checkpointRatio: option.number(2, 'Requested checkpoints for each timed one that are too many.', { min: 0 }),
  checkpointMinimum: option.number(5, 'Requested checkpoints in half an hour below which nothing is wrong.', {
    min: 0,
  }),
  tempBytesRate: option.number(10 * 1024 * 1024, 'Bytes per second of temporary files of one database.', { min: 0 }),
  dataMountpoint: option.text('/', 'Mount point of the data directory as the node exporter of that host names it.'),
  dataInstance: option.text('.+', 'Regular expression for the `instance` of that node exporter.'),
  diskWarning: option.ratio(0.2, 'Share of free space under the data directory that is low.'),
  diskCritical: option.ratio(0.1, 'Share of free space under the data directory that is critical.'),
} as const

export type PostgresOptions = OptionValues<typeof postgresOptions>
