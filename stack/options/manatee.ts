import { type OptionValues, option } from '#belfry'

/** What can be set about Manatee; the defaults are the numbers of the requirement. */
export const manateeOptions = {
  nativeTargets: option.targets(
    [],
    "Status servers that expose metrics themselves, or Triton's container monitor, which passes these on.",
  ),
  nativePath: option.text('/metrics', 'Path of the metrics of status servers.'),
  probeTargets: option.targets([], "Status servers that Prometheus finds and Belfry's exporter reads."),
  probeExporter: option.text('exporter:9999', "Where Prometheus reaches Belfry's exporter, for these."),
  interval: option.duration('30s', 'Time between two scrapes of a status server.'),
  frozenFor: option.duration('1m', 'How long a shard may be frozen before ManateeClusterFrozen fires.'),
  postgresDownFor: option.duration('30s', 'How long a PostgreSQL may be down before ManateePostgresDown fires.'),
  noPrimaryFor: option.duration('30s', 'How long a shard may be without a primary before ManateeNoPrimary fires.'),
  unreachableFor: option.duration(
    '30s',
    'How long nobody may answer for a shard before ManateeShardUnreachable fires.',
  ),
  lagSeconds: option.number(30, 'Seconds that a peer may be behind.', { min: 0 }),
  lagFor: option.duration('2m', 'How long a peer may be behind before ManateeHighReplicationLag fires.'),
  errorsFor: option.duration('1m', 'How long the cluster details may list errors before ManateeClusterErrors fires.'),
} as const

export type ManateeOptions = OptionValues<typeof manateeOptions>
