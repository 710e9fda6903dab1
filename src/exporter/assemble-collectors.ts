import { BelfryError } from '../errors/belfry-error.ts'
import type { Log } from '../http/log.ts'
import type { NamedPart } from './collection.ts'
import type { CollectorParts, ProbeSetup } from './collector.ts'
import type { ExporterConfig } from './config.ts'
import { type HealthCheck, postgresHealth, redisHealth } from './health.ts'
import { openPostgres } from './postgres.ts'
import { openRedis } from './redis.ts'
import type { MetricRegistry } from './registry.ts'
import { schedule } from './schedule.ts'

/** All collectors of a configuration at work. */
export interface AssembledCollectors {
  readonly parts: readonly NamedPart[]
  /** By name of a collector, its parts; for a mount. */
  readonly partsOf: ReadonlyMap<string, readonly NamedPart[]>
  readonly checks: Readonly<Record<string, HealthCheck>>
  /** By name of a collector that takes targets: its parts for one of them, or `null` when that one is not allowed. */
  readonly probes: ReadonlyMap<string, (target: string) => readonly NamedPart[] | null>
  /** Ends schedules and connections. */
  close(): Promise<void>
}

/** Opens what the collectors need, and creates them. */
export function assembleCollectors(config: ExporterConfig, registry: MetricRegistry, log: Log): AssembledCollectors {
  const postgres = config.postgres && openPostgres(config.postgres, config.collectorTimeout)
  const redis = config.redis && openRedis(config.redis, config.collectorTimeout)
  const stops: (() => Promise<void>)[] = []
  const partsOf = new Map<string, readonly NamedPart[]>()
  const probes = new Map<string, (target: string) => readonly NamedPart[] | null>()
  const checks: Record<string, HealthCheck> = {
    ...(postgres === undefined ? {} : { postgres: postgresHealth(postgres) }),
    ...(redis === undefined ? {} : { redis: redisHealth(redis) }),
  }

  for (const { collector, options } of config.collectors) {
    const { name, probe } = collector
    const setup: ProbeSetup<unknown> = {
      options,
      get postgres() {
        return postgres ?? missing(name, 'postgres')
      },
      get redis() {
        return redis ?? missing(name, 'redis')
      },
    }
    const created = collector.create({
      options,
      get postgres() {
        return setup.postgres
      },
      get redis() {
        return setup.redis
      },
      histogram: registry.histogram,
      counter: registry.counter,
      openRedis: (other) => {
        const opened = openRedis(other, config.collectorTimeout)
        stops.push(() => opened.close())
        return opened
      },
      schedule: (intervalMs, task) => {
        stops.push(schedule(intervalMs, task, (err) => log.warn({ collector: name, err }, 'a scheduled task failed')))
      },
    })
    partsOf.set(name, nameParts(name, created))
    if (probe !== null) {
      probes.set(name, (target) => {
        const probed = probe(setup, target)
        return probed === null ? null : nameParts(name, probed)
      })
    }
    if (created.health !== undefined) checks[name] = created.health
  }

  return {
    parts: [...partsOf.values()].flat(),
    partsOf,
    checks,
    probes,
    close: async () => {
      await Promise.all(stops.map((stop) => stop()))
      await Promise.all([postgres?.close(), redis?.close()])
    },
  }
}

function nameParts(collector: string, { parts }: CollectorParts): readonly NamedPart[] {
  return Object.entries(parts).map(([part, given]) => ({
    name: part === '' ? collector : `${collector}_${part}`,
    ...(typeof given === 'function' ? { collect: given } : given),
  }))
}

/** The configuration reader sees to it that this does not happen for what a collector says it needs. */
function missing(collector: string, section: string): never {
  throw new BelfryError('CONFIG_INVALID', `The collector ${collector} needs the section ${section}.`)
}
