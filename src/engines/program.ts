/** Programs that Belfry runs or asks; named as their authors name the executable. */
export const programNames = [
  'prometheus',
  'promtool',
  'alertmanager',
  'amtool',
  'node_exporter',
  'postgres_exporter',
  'redis_exporter',
  'postgres',
  'redis-server',
  'grafana',
] as const
export type ProgramName = (typeof programNames)[number]

/** An engine program that can be started. */
export interface Program {
  readonly name: ProgramName
  /** Absolute. */
  readonly path: string
  /** Variables that its process needs beside the usual ones, such as `LD_LIBRARY_PATH`; often empty. */
  readonly env: Readonly<Record<string, string>>
  /** Such as `2.42.0`, without a leading `v`. */
  readonly version: string
  /** `cache` and `fetched` programs stand in Belfry's cache; a `fetched` one was brought there just now. */
  readonly origin: 'explicit' | 'path' | 'cache' | 'fetched'
  /** The folder of the unpacked release, for programs that read files beside their executable (Grafana). */
  readonly homeDir: string
}
