import type { Place } from '../errors/place.ts'
import type { CaseSpec } from '../spec/cases.ts'
import type { VariableSpec } from '../spec/dashboard.ts'
import type { EngineName } from '../spec/engine-name.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import type { EquivalentSpec } from '../spec/equivalents.ts'
import type { HistorySpec } from '../spec/history.ts'
import type { Labels, Severity } from '../spec/labels.ts'
import type { MetricFamily } from '../spec/metrics.ts'
import type { TimeInterval } from '../spec/notify.ts'
import type { Calculation, FieldOverride, PanelLink, PanelType, Threshold, ValueMapping } from '../spec/panels.ts'
import type { Query } from '../spec/promql.ts'
import type { Allowances } from '../spec/rules.ts'
import type { RelabelRule, Scheme, Targets } from '../spec/scrape.ts'
import type { Catalog } from './catalog.ts'

// Longer than other files: these are the words of the model, read as one page; there is no code here.

/** Where the engines run, and so how they reach each other. */
export type Placement =
  | { readonly kind: 'compose' }
  | {
      readonly kind: 'native'
      /** Absolute; data, logs and pids of the processes. */
      readonly stateDir: string
      /** Absolute; the folder that the artifacts are written to. */
      readonly configDir: string
      /** Added to every port. */
      readonly portOffset: number
    }

/** A secret and the path at which the engines find it. */
export interface SecretFile {
  readonly name: string
  readonly path: string
}

export interface Engine {
  readonly name: EngineName
  readonly enabled: boolean
  readonly image: string
  /** Without a leading `v`. */
  readonly version: string
  /** Tag of the image. */
  readonly tag: string
  /** Port inside its container. */
  readonly containerPort: number
  /** Port on the host. */
  readonly port: number
  readonly bind: string
  readonly memoryMiB: number
  /** `host:port` at which the other engines reach it. */
  readonly address: string
}

export interface ClientTls {
  readonly ca: string | null
  readonly cert: string | null
  readonly key: string | null
  readonly serverName: string | null
  readonly insecureSkipVerify: boolean
}

export type ClientAuthorization =
  | { readonly type: 'basic'; readonly username: string; readonly password: SecretFile }
  | { readonly type: 'bearer'; readonly token: SecretFile }

/** A target source whose secrets are resolved; engine targets have become static ones. */
export type ScrapeTargets =
  | Exclude<Targets, { kind: 'engine' | 'http' | 'consul' | 'kubernetes' | 'triton' }>
  | (Omit<Extract<Targets, { kind: 'http' }>, 'authorization' | 'tls'> & {
      readonly authorization: ClientAuthorization | null
      readonly tls: ClientTls | null
    })
  | (Omit<Extract<Targets, { kind: 'consul' }>, 'token' | 'tls'> & {
      readonly token: SecretFile | null
      readonly tls: ClientTls | null
    })
  | (Omit<Extract<Targets, { kind: 'kubernetes' }>, 'tls'> & { readonly tls: ClientTls | null })
  | (Omit<Extract<Targets, { kind: 'triton' }>, 'tls'> & { readonly tls: ClientTls | null })

export interface ScrapeJob {
  readonly name: string
  readonly system: string
  readonly targets: readonly ScrapeTargets[]
  readonly families: readonly MetricFamily[]
  readonly interval: string
  readonly timeout: string
  readonly path: string
  readonly scheme: Scheme
  readonly params: Readonly<Record<string, readonly string[]>>
  readonly authorization: ClientAuthorization | null
  readonly tls: ClientTls | null
  readonly honorLabels: boolean
  readonly honorTimestamps: boolean
  readonly relabel: readonly RelabelRule[]
  readonly metricRelabel: readonly RelabelRule[]
  /** 0 is no limit, here and below. */
  readonly sampleLimit: number
  readonly labelLimit: number
  readonly labelNameLengthLimit: number
  readonly labelValueLengthLimit: number
  readonly targetLimit: number
  /** Empty is no limit. */
  readonly bodySizeLimit: string
  readonly place: Place
}

export interface RemoteEndpoint {
  readonly url: string
  readonly authorization: ClientAuthorization | null
  readonly tls: ClientTls | null
}

export interface Prometheus {
  readonly scrapeInterval: string
  readonly scrapeTimeout: string
  readonly evaluationInterval: string
  readonly retentionTime: string
  readonly retentionSize: string
  readonly resendDelay: string
  readonly jobs: readonly ScrapeJob[]
  readonly alertmanagers: readonly {
    readonly targets: readonly string[]
    readonly scheme: Scheme
    readonly authorization: ClientAuthorization | null
    readonly tls: ClientTls | null
  }[]
  readonly remoteWrite: readonly (RemoteEndpoint & {
    readonly name: string
    readonly writeRelabel: readonly RelabelRule[]
  })[]
  readonly remoteRead: readonly (RemoteEndpoint & { readonly readRecent: boolean })[]
}

export interface Alert {
  readonly kind: 'alert'
  readonly name: string
  readonly system: string
  readonly expr: Query
  /** `0s` when it fires at once. */
  readonly for: string
  /** `0s` when it resolves at once. */
  readonly keepFiringFor: string
  readonly severity: Severity
  /** All static labels, `severity` and `system` included. */
  readonly labels: Labels
  /** All annotations, `summary`, `description`, `runbook_url`, `dashboard_url` included. */
  readonly annotations: Labels
  /** Uid of its dashboard; empty when the system has none. */
  readonly dashboardUid: string
  readonly allow: Allowances
  readonly place: Place
}

export interface Recording {
  readonly kind: 'record'
  readonly name: string
  readonly system: string
  readonly expr: Query
  readonly labels: Labels
  readonly allow: Allowances
  readonly place: Place
}

export interface RuleGroup {
  readonly name: string
  readonly interval: string
  readonly rules: readonly (Alert | Recording)[]
}

/** The rule file of one system. */
export interface RuleFile {
  readonly system: string
  readonly groups: readonly RuleGroup[]
}

export type Integration = { readonly sendResolved: boolean } & (
  | { readonly type: 'slack'; readonly apiUrl: SecretFile; readonly channel: string }
  | { readonly type: 'email'; readonly to: readonly string[] }
  | { readonly type: 'pagerduty'; readonly routingKey: SecretFile; readonly component: string }
  | {
      readonly type: 'webhook'
      readonly url: string | SecretFile
      readonly authorization: ClientAuthorization | null
      readonly tls: ClientTls | null
      readonly maxAlerts: number
    }
  | {
      readonly type: 'opsgenie'
      readonly apiKey: SecretFile
      readonly apiUrl: string
      readonly teams: readonly string[]
    }
  | { readonly type: 'msteams'; readonly webhookUrl: SecretFile }
  | { readonly type: 'telegram'; readonly botToken: SecretFile; readonly chatId: number }
  | { readonly type: 'discord'; readonly webhookUrl: SecretFile }
)

export interface Receiver {
  readonly name: string
  readonly integrations: readonly Integration[]
  readonly place: Place
}

export interface Matcher {
  readonly label: string
  readonly operator: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

/** A route with everything inherited from its parent written out. */
export interface Route {
  readonly receiver: string
  readonly matchers: readonly Matcher[]
  readonly groupBy: readonly string[]
  readonly groupWait: string
  readonly groupInterval: string
  readonly repeatInterval: string
  readonly continue: boolean
  readonly muteTimings: readonly string[]
  readonly activeTimings: readonly string[]
  readonly routes: readonly Route[]
  readonly allow: Allowances
  readonly place: Place
}

export interface Inhibition {
  readonly because: string
  readonly source: readonly Matcher[]
  readonly target: readonly Matcher[]
  readonly equal: readonly string[]
  readonly allow: Allowances
  readonly place: Place
}

/** Who has to hear of which alerts. */
export interface Expectation {
  readonly alerts: readonly Matcher[]
  /** Names of receivers. */
  readonly reach: readonly string[]
  /** Integrations by their type, or in the words of `nameIntegration`. */
  readonly via: readonly string[]
  readonly place: Place
}

export interface Alertmanager {
  readonly resolveTimeout: string
  readonly smtp: {
    readonly smarthost: string
    readonly from: string
    readonly username: string
    readonly password: SecretFile | null
    readonly requireTls: boolean
  } | null
  readonly receivers: readonly Receiver[]
  readonly route: Route
  readonly inhibitions: readonly Inhibition[]
  readonly muteTimings: readonly {
    readonly name: string
    readonly intervals: readonly TimeInterval[]
    readonly place: Place
  }[]
  readonly expectations: readonly Expectation[]
}

export interface PanelTarget {
  readonly refId: string
  readonly expr: Query
  /** Empty is Grafana's automatic name. */
  readonly legend: string
  readonly format: 'time_series' | 'table' | 'heatmap'
  readonly instant: boolean
}

/** A panel with its place in the grid and every default written out. */
export interface Panel {
  readonly id: number
  readonly type: PanelType
  readonly title: string
  readonly description: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  /** Empty for panels that show no numbers. */
  readonly unit: string
  readonly decimals: number | null
  readonly min: number | null
  readonly max: number | null
  readonly thresholds: readonly Threshold[]
  readonly mappings: readonly ValueMapping[]
  readonly overrides: readonly FieldOverride[]
  readonly transformations: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[]
  readonly links: readonly PanelLink[]
  readonly noValue: string
  readonly repeat: string
  readonly repeatDirection: 'h' | 'v'
  readonly calculation: Calculation
  readonly legend: {
    readonly mode: 'list' | 'table' | 'hidden'
    readonly placement: 'bottom' | 'right'
    readonly calculations: readonly Calculation[]
  }
  readonly draw: 'line' | 'area' | 'bars' | 'points'
  readonly stack: 'none' | 'normal' | 'percent'
  readonly thresholdStyle: 'off' | 'line' | 'area' | 'dashed'
  readonly scale: 'linear' | 'log2' | 'log10'
  readonly colorMode: 'value' | 'background' | 'none'
  readonly sparkline: boolean
  readonly markdown: string
  readonly interval: string
  readonly targets: readonly PanelTarget[]
  readonly allow: Allowances
  readonly place: Place
}

export interface DashboardRow {
  readonly id: number
  readonly title: string
  readonly y: number
  readonly collapsed: boolean
  readonly repeat: string
  readonly panels: readonly Panel[]
}

export interface Dashboard {
  readonly key: string
  readonly uid: string
  /** Empty for dashboards of the stack itself. */
  readonly system: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly refresh: string
  readonly from: string
  readonly variables: readonly VariableSpec[]
  readonly annotations: readonly {
    readonly name: string
    readonly expr: Query
    readonly title: string
    readonly text: string
    readonly color: string
    readonly allow: Allowances
  }[]
  readonly rows: readonly DashboardRow[]
  readonly place: Place
}

export interface ExporterService {
  readonly path: string
  readonly enabled: boolean
  readonly cacheTtl: string
  readonly collectorTimeout: string
  readonly seriesLimit: number
  readonly processMetrics: boolean
  readonly profiling: boolean
  readonly authorization: ClientAuthorization | null
  readonly tls: { readonly cert: string; readonly key: string } | null
  readonly collectors: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly mounts: Readonly<Record<string, readonly string[]>>
}

export interface Runbook {
  readonly system: string
  /** Name of its alert. */
  readonly alert: string
  /** The author's Markdown. */
  readonly text: string
  readonly place: Place
}

export interface ModelSystem {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly options: readonly {
    readonly name: string
    readonly help: string
    readonly default: unknown
    readonly value: unknown
  }[]
  /** What tells of the system, whichever job brings it; each name once. */
  readonly families: readonly MetricFamily[]
  /** Names of those that the system's own document names. */
  readonly documented: readonly string[]
}

/** The spec resolved for one environment: complete, immutable, without optional fields. */
export interface Model {
  readonly name: string
  readonly environment: EnvironmentName
  readonly placement: Placement
  readonly demo: boolean
  readonly externalLabels: Labels
  readonly engines: Readonly<Record<EngineName, Engine>>
  /** URLs that people open, without a trailing slash. */
  readonly urls: {
    readonly prometheus: string
    readonly alertmanager: string
    readonly grafana: string
    readonly console: string
    readonly runbooks: string
  }
  readonly systems: readonly ModelSystem[]
  readonly catalog: Catalog
  readonly prometheus: Prometheus
  readonly ruleFiles: readonly RuleFile[]
  readonly alertmanager: Alertmanager
  readonly dashboards: readonly Dashboard[]
  readonly exporter: ExporterService
  readonly databases: {
    readonly postgres: {
      readonly host: string
      readonly port: number
      readonly user: string
      readonly database: string
      readonly sslmode: string
      readonly password: SecretFile
    }
    readonly redis: { readonly host: string; readonly port: number; readonly password: SecretFile }
  }
  readonly runbooks: readonly Runbook[]
  /** Examples that prove the alerts, of all systems; built when they are asked for. */
  readonly cases: () => readonly CaseSpec[]
  /** Mutants that mean the same as their rules; built when they are asked for. */
  readonly equivalents: () => readonly EquivalentSpec[]
  /** The day that the demo looks back on, of each system that tells one; built when it is asked for. */
  readonly histories: () => readonly HistorySpec[]
  /** Alerts of systems that the stack has switched off, as `system/alert`. */
  readonly switchedOff: readonly string[]
  /** Handlebars template of every runbook page: `runbooks/layout.md.hbs`. */
  readonly runbookLayout: string
  /** Every secret that some engine reads, by name, and the engines that read it. */
  readonly secrets: readonly { readonly secret: SecretFile; readonly engines: readonly EngineName[] }[]
  readonly place: Place
}
