import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'
import type { EngineName } from './engine-name.ts'
import type { Labels } from './labels.ts'
import type { MetricSet } from './metrics.ts'
import type { Secret } from './secret.ts'

export type Scheme = 'http' | 'https'

/** TLS of a client connection; certificate and key are files beside the program that reads them, or secrets. */
export interface TlsOptions {
  readonly ca?: string | Secret
  readonly cert?: string | Secret
  readonly key?: string | Secret
  readonly serverName?: string
  /** @default false */
  readonly insecureSkipVerify?: boolean
}

/** How a client proves who it is. */
export type Authorization =
  | { readonly type: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly type: 'bearer'; readonly token: Secret }

export type RelabelAction =
  | 'replace'
  | 'keep'
  | 'drop'
  | 'keepequal'
  | 'dropequal'
  | 'hashmod'
  | 'labelmap'
  | 'labeldrop'
  | 'labelkeep'
  | 'lowercase'
  | 'uppercase'

/** One step of relabelling; unset fields keep Prometheus' defaults. */
export interface RelabelRule {
  readonly sourceLabels?: readonly string[]
  readonly separator?: string
  readonly regex?: string
  readonly modulus?: number
  readonly targetLabel?: string
  readonly replacement?: string
  /** @default 'replace' */
  readonly action?: RelabelAction
}

/** Target sources, by the names of Prometheus' service discoveries. */
export type Targets =
  | { readonly kind: 'static'; readonly targets: readonly string[]; readonly labels?: Labels }
  | { readonly kind: 'engine'; readonly engine: EngineName; readonly labels?: Labels }
  | { readonly kind: 'file'; readonly files: readonly string[]; readonly refreshInterval?: Duration }
  | {
      readonly kind: 'dns'
      readonly names: readonly string[]
      readonly type?: 'SRV' | 'A' | 'AAAA' | 'MX' | 'NS'
      /** Needed for every type but SRV. */
      readonly port?: number
      readonly refreshInterval?: Duration
    }
  | {
      readonly kind: 'http'
      readonly url: string
      readonly refreshInterval?: Duration
      readonly authorization?: Authorization
      readonly tls?: TlsOptions
    }
  | {
      readonly kind: 'consul'
      readonly server: string
      readonly services?: readonly string[]
      readonly tags?: readonly string[]
      readonly datacenter?: string
      readonly token?: Secret
      readonly scheme?: Scheme
      readonly refreshInterval?: Duration
      readonly tls?: TlsOptions
    }
  | {
      readonly kind: 'docker'
      readonly host: string
      readonly port?: number
      readonly filters?: readonly { readonly name: string; readonly values: readonly string[] }[]
      readonly refreshInterval?: Duration
    }
  | {
      readonly kind: 'kubernetes'
      readonly role: 'node' | 'service' | 'pod' | 'endpoints' | 'endpointslice' | 'ingress'
      readonly namespaces?: readonly string[]
      readonly apiServer?: string
      readonly selectors?: readonly { readonly role: string; readonly label?: string; readonly field?: string }[]
      readonly tls?: TlsOptions
    }
  | {
      readonly kind: 'ec2'
      readonly region: string
      readonly port?: number
      readonly profile?: string
      readonly roleArn?: string
      readonly filters?: readonly { readonly name: string; readonly values: readonly string[] }[]
      readonly refreshInterval?: Duration
    }
  | {
      readonly kind: 'triton'
      readonly account: string
      readonly role?: 'container' | 'cn'
      readonly dnsSuffix: string
      /** Host name of the container monitor, without a scheme. */
      readonly endpoint: string
      readonly groups?: readonly string[]
      /** @default 9163 */
      readonly port?: number
      readonly refreshInterval?: Duration
      readonly version?: number
      readonly tls?: TlsOptions
    }

export interface ScrapeJobOptions {
  readonly targets: Targets | readonly Targets[]
  /** The families that its targets expose; these make the catalog. */
  readonly metrics: readonly MetricSet[]
  /** @default the environment's scrape interval */
  readonly interval?: Duration
  /** @default the environment's scrape timeout, at most the interval */
  readonly timeout?: Duration
  /** @default '/metrics' */
  readonly path?: string
  /** @default 'http' */
  readonly scheme?: Scheme
  /** @default {} */
  readonly params?: Readonly<Record<string, readonly string[]>>
  readonly authorization?: Authorization
  readonly tls?: TlsOptions
  readonly honorLabels?: boolean
  readonly honorTimestamps?: boolean
  /** @default [] */
  readonly relabel?: readonly RelabelRule[]
  /** @default [] */
  readonly metricRelabel?: readonly RelabelRule[]
  /** Samples a scrape may have after relabelling. @default none - no limit */
  readonly sampleLimit?: number
  readonly labelLimit?: number
  readonly labelNameLengthLimit?: number
  readonly labelValueLengthLimit?: number
  readonly targetLimit?: number
  /** Such as `10MB`. */
  readonly bodySizeLimit?: string
}

export interface ScrapeJobSpec extends ScrapeJobOptions {
  readonly name: string
  readonly place: Place
}

/** A scrape job: where the metrics of a system come from. */
export function scrapeJob(name: string, options: ScrapeJobOptions): ScrapeJobSpec {
  return { name, ...options, place: callerPlace(scrapeJob) }
}

/** Targets by address, `host:port` each. */
export function staticTargets(targets: readonly string[], labels?: Labels): Targets {
  return labels === undefined ? { kind: 'static', targets } : { kind: 'static', targets, labels }
}

/** The target is an engine of this stack, wherever the environment puts it. */
export function engineTarget(engine: EngineName, labels?: Labels): Targets {
  return labels === undefined ? { kind: 'engine', engine } : { kind: 'engine', engine, labels }
}
