/** Programs that Belfry runs and configures; also the names of their services in the compose file. */
export const engineNames = [
  'prometheus',
  'alertmanager',
  'grafana',
  'node-exporter',
  'postgres-exporter',
  'redis-exporter',
  'exporter',
  'console',
  'simulator',
  'postgres',
  'redis',
] as const
export type EngineName = (typeof engineNames)[number]

/** A URL of an engine of this stack, wherever the environment puts it. */
export interface EngineUrl {
  readonly kind: 'engine-url'
  readonly engine: EngineName
  readonly path: string
}

/**
 * Refers to an engine by URL; resolved to a service name under compose and to a loopback address natively.
 *
 * @param path - path with its leading slash. @default '' - the bare origin
 */
export function engineUrl(engine: EngineName, path = ''): EngineUrl {
  return { kind: 'engine-url', engine, path }
}
