import type { Place } from '../../src/errors/place.ts'
import { buildCatalog } from '../../src/model/catalog.ts'
import { engineDefaults } from '../../src/model/engine-defaults.ts'
import { parseMatcher } from '../../src/model/matcher.ts'
import type { Alert, Engine, Inhibition, Model, Receiver, Route, ScrapeJob, SecretFile } from '../../src/model/model.ts'
import { composeSecretPath, dashboardUid, dashboardUrl, runbookUrl } from '../../src/model/names.ts'
import { type EngineName, engineNames } from '../../src/spec/engine-name.ts'
import { gauge } from '../../src/spec/metrics.ts'
import { promql } from '../../src/spec/promql.ts'

/** Where everything in a test model stands. */
export const somewhere: Place = { file: 'stack.ts', line: 1, column: 1 }

/**
 * A complete model of a small compose stack: one scrape job, one alert, one receiver, nothing else.
 *
 * @param overrides - replace whole top-level fields.
 */
export function testModel(overrides: Partial<Model> = {}): Model {
  const jobs = [testJob()]
  return {
    name: 'test',
    environment: 'local',
    placement: { kind: 'compose' },
    demo: false,
    externalLabels: { cluster: 'test' },
    engines: testEngines(),
    urls,
    systems: [{ name: 'node', title: 'Node', description: 'The machine.', options: [], families: [], documented: [] }],
    catalog: buildCatalog(jobs),
    prometheus: {
      scrapeInterval: '15s',
      scrapeTimeout: '10s',
      evaluationInterval: '15s',
      retentionTime: '30d',
      retentionSize: '10GB',
      resendDelay: '1m',
      jobs,
      alertmanagers: [{ targets: ['alertmanager:9093'], scheme: 'http', authorization: null, tls: null }],
      remoteWrite: [],
      remoteRead: [],
    },
    ruleFiles: [{ system: 'node', groups: [{ name: 'node', interval: '15s', rules: [testAlert()] }] }],
    alertmanager: {
      resolveTimeout: '5m',
      smtp: null,
      receivers: [testReceiver()],
      route: testRoute(),
      inhibitions: [],
      muteTimings: [],
      expectations: [],
    },
    dashboards: [],
    exporter: {
      path: '/metrics',
      enabled: true,
      cacheTtl: '5s',
      collectorTimeout: '5s',
      seriesLimit: 5000,
      processMetrics: true,
      profiling: false,
      authorization: null,
      tls: null,
      collectors: {},
      mounts: {},
    },
    databases: {
      postgres: {
        host: 'postgres',
        port: 5432,
        user: 'belfry',
        database: 'app',
        sslmode: 'disable',
        password: testSecret('postgres_password'),
      },
      redis: { host: 'redis', port: 6379, password: testSecret('redis_password') },
    },
    switchedOff: [],
    runbooks: [],
    cases: () => [],
    histories: () => [],
    equivalents: () => [],
    runbookLayout: '',
    secrets: [
      { secret: testSecret('postgres_password'), engines: ['postgres-exporter', 'exporter'] },
      { secret: testSecret('redis_password'), engines: ['redis-exporter', 'exporter'] },
    ],
    place: somewhere,
    ...overrides,
  }
}

const urls: Model['urls'] = {
  prometheus: 'http://127.0.0.1:9090',
  alertmanager: 'http://127.0.0.1:9093',
  grafana: 'http://127.0.0.1:3000',
  console: 'http://127.0.0.1:9095',
  runbooks: 'http://127.0.0.1:9095/runbooks',
}

/** All engines as compose services; the demo's are off. */
export function testEngines(
  overrides: Partial<Record<EngineName, Partial<Engine>>> = {},
): Readonly<Record<EngineName, Engine>> {
  const entries = engineNames.map((name): [EngineName, Engine] => {
    const { image, version, tag, port, memoryMiB, demo } = engineDefaults[name]
    const engine = {
      name,
      enabled: !demo,
      image,
      version,
      tag: tag(version),
      containerPort: port,
      port,
      bind: '127.0.0.1',
      memoryMiB,
      address: `${name}:${port}`,
      ...overrides[name],
    }
    return [name, engine]
  })
  return Object.fromEntries(entries) as Record<EngineName, Engine>
}

/** A secret where compose mounts it. */
export function testSecret(name: string): SecretFile {
  return { name, path: composeSecretPath(name) }
}

/** A job with one static target. */
export function testJob(overrides: Partial<ScrapeJob> = {}): ScrapeJob {
  return {
    name: 'node',
    system: 'node',
    targets: [{ kind: 'static', targets: ['node-exporter:9100'] }],
    families: [gauge('node_load1', { help: 'Load over one minute.' })],
    interval: '15s',
    timeout: '10s',
    path: '/metrics',
    scheme: 'http',
    params: {},
    authorization: null,
    tls: null,
    honorLabels: false,
    honorTimestamps: true,
    relabel: [],
    metricRelabel: [],
    sampleLimit: 0,
    labelLimit: 0,
    labelNameLengthLimit: 0,
    labelValueLengthLimit: 0,
    targetLimit: 0,
    bodySizeLimit: '',
    place: somewhere,
    ...overrides,
  }
}

/** An alert with all labels and annotations that Belfry gives one. */
export function testAlert(overrides: Partial<Alert> = {}): Alert {
  const { name = 'LoadHigh', system = 'node', severity = 'warning' } = overrides
  const uid = dashboardUid('test', system)
  return {
    kind: 'alert',
    name,
    system,
    expr: promql`node_load1 > 4`,
    for: '5m',
    keepFiringFor: '0s',
    severity,
    labels: { severity, system },
    annotations: {
      summary: 'Load of {{ $labels.instance }} is high',
      description: 'The load is {{ $value }}.',
      runbook_url: runbookUrl(urls.runbooks, system, name),
      dashboard_url: dashboardUrl(urls.grafana, uid),
    },
    dashboardUid: uid,
    allow: {},
    place: somewhere,
    ...overrides,
  }
}

/** A receiver that posts to a webhook. */
export function testReceiver(overrides: Partial<Receiver> = {}): Receiver {
  return {
    name: 'inbox',
    integrations: [
      {
        type: 'webhook',
        url: 'http://console:9095/inbox',
        authorization: null,
        tls: null,
        maxAlerts: 0,
        sendResolved: true,
      },
    ],
    place: somewhere,
    ...overrides,
  }
}

/** An inhibition of the alerts that match `target` by those that match `source`. */
export function testInhibition(source: string, target: string, equal: readonly string[] = []): Inhibition {
  return {
    because: 'The one explains the other.',
    source: [parseMatcher(source)],
    target: [parseMatcher(target)],
    equal,
    allow: {},
    place: somewhere,
  }
}

/** A route without matchers. */
export function testRoute(overrides: Partial<Route> = {}): Route {
  return {
    receiver: 'inbox',
    matchers: [],
    groupBy: ['alertname'],
    groupWait: '10s',
    groupInterval: '1m',
    repeatInterval: '4h',
    continue: false,
    muteTimings: [],
    activeTimings: [],
    routes: [],
    allow: {},
    place: somewhere,
    ...overrides,
  }
}
