import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'
import type { EngineName } from './engine-name.ts'
import type { Labels } from './labels.ts'
import type { Authorization, RelabelRule, TlsOptions } from './scrape.ts'

export const environmentNames = ['local', 'staging', 'production'] as const
export type EnvironmentName = (typeof environmentNames)[number]

/** Settings of one engine that an environment may change. */
export interface EngineOptions {
  /** Image without its tag. @default the upstream image */
  readonly image?: string
  /** Version that runs; also the tag of the image, and what rendered files must fit. @default Belfry's pinned version */
  readonly version?: string
  /** Port on the host, on the loopback address. @default the engine's usual port */
  readonly port?: number
  /** Address that the port is bound to. @default '127.0.0.1' */
  readonly bind?: string
  /** Memory limit in MiB. @default by engine */
  readonly memoryMiB?: number
  /** Whether this stack runs the engine. @default true, but for the demo databases */
  readonly enabled?: boolean
}

export interface RemoteOptions {
  readonly url: string
  readonly authorization?: Authorization
  readonly tls?: TlsOptions
}

export interface RemoteWriteOptions extends RemoteOptions {
  readonly name?: string
  readonly writeRelabel?: readonly RelabelRule[]
}

export interface PrometheusOptions {
  /** @default '15s' */
  readonly scrapeInterval?: Duration
  /** @default '10s' */
  readonly scrapeTimeout?: Duration
  /** @default '10s' */
  readonly evaluationInterval?: Duration
  /** Age and size that are kept. @default { time: '30d', size: '10GB' } */
  readonly retention?: { readonly time?: Duration; readonly size?: string }
  /** How long a firing alert waits before it is sent again. @default '1m' */
  readonly resendDelay?: Duration
  /** Alertmanagers beside, or in place of, the stack's own. @default [] */
  readonly alertmanagers?: readonly {
    readonly targets: readonly string[]
    readonly scheme?: 'http' | 'https'
    readonly authorization?: Authorization
    readonly tls?: TlsOptions
  }[]
  /** @default [] */
  readonly remoteWrite?: readonly RemoteWriteOptions[]
  /** @default [] */
  readonly remoteRead?: readonly (RemoteOptions & { readonly readRecent?: boolean })[]
}

/** What differs between places where the same spec runs. */
export interface EnvironmentOptions {
  /** @default {} */
  readonly externalLabels?: Labels
  readonly prometheus?: PrometheusOptions
  /** Settings by engine. @default {} */
  readonly engines?: Partial<Record<EngineName, EngineOptions>>
  /** URLs that people open; they stand in notifications. @default the loopback address and port of the engine */
  readonly urls?: {
    readonly prometheus?: string
    readonly alertmanager?: string
    readonly grafana?: string
    readonly runbooks?: string
  }
  /** Whether the demo databases and the console with its inbox run. @default false */
  readonly demo?: boolean
  /** Settings of the exporter service: by collector, its options. */
  readonly exporter?: ExporterOptions
  /** Databases that the stock exporters and the collectors connect to. */
  readonly postgres?: {
    readonly host: string
    readonly port?: number
    readonly user: string
    readonly database: string
    readonly sslmode?: 'disable' | 'require' | 'verify-full'
  }
  readonly redis?: { readonly host: string; readonly port?: number }
}

export interface ExporterOptions {
  /** @default '/metrics' */
  readonly path?: string
  /** @default true */
  readonly enabled?: boolean
  /** How long a collection is served again. @default '5s' */
  readonly cacheTtl?: Duration
  /** @default '5s' */
  readonly collectorTimeout?: Duration
  /** Series per family at most. @default 5000 */
  readonly seriesLimit?: number
  /** node and process metrics of the exporter itself. @default true */
  readonly processMetrics?: boolean
  /** `/debug/pprof` of the exporter: profiles, for its own machine or with its `authorization`. @default false */
  readonly profiling?: boolean
  readonly authorization?: Authorization
  /** Server certificate and key, files in the exporter's configuration folder. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Collectors that run, with the options of each; an `engineUrl` in them becomes the URL of that engine. */
  readonly collectors: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** By path, collectors whose metrics and health are served below it too: `/metrics` and `/health`. @default {} */
  readonly mounts?: Readonly<Record<string, readonly string[]>>
}

export type EnvironmentSpec = EnvironmentOptions & { readonly place: Place }

/** One environment: everything that differs there, in one place. Content may add its own fields. */
export function defineEnvironment<const E extends EnvironmentOptions>(options: E): E & { readonly place: Place } {
  return { ...options, place: callerPlace(defineEnvironment) }
}
