import { type Artifact, artifact } from '../model/artifact.ts'
import type { Engine, Model, Placement } from '../model/model.ts'
import {
  alertmanagerConfigPath,
  alertmanagerTemplatePath,
  consoleConfigPath,
  consoleDir,
  exporterConfigPath,
  grafanaPasswordSecret,
  grafanaProvisioningDir,
  nativeSecretPath,
  processesPath,
  prometheusConfigPath,
  ruleFilePath,
  simulatorConfigPath,
} from '../model/names.ts'
import type { PlannedProcess, ProcessPlan } from '../model/process-plan.ts'
import type { EngineName } from '../spec/engine-name.ts'
import {
  alertmanagerFlags,
  grafanaEnvironment,
  nodeExporterFlags,
  postgresExporterEnvironment,
  postgresExporterFlags,
  prometheusFlags,
  redisExporterFlags,
} from './engine-flags.ts'

type Native = Extract<Placement, { kind: 'native' }>
type Planner = (model: Model, engine: Engine, place: Native) => Omit<PlannedProcess, 'engine' | 'port'>

/** The processes of a native stack, for the driver: `rendered/processes.json`; nothing for other placements. */
export function renderProcesses(model: Model): readonly Artifact[] {
  if (model.placement.kind !== 'native') return []
  return [artifact(processesPath, `${JSON.stringify(planProcesses(model, model.placement), null, 2)}\n`)]
}

function planProcesses(model: Model, place: Native): ProcessPlan {
  const engines = startOrder.map((name) => model.engines[name]).filter((engine) => engine.enabled)
  const running = new Set(engines.map(({ name }) => name))
  const processes = engines.map((engine): PlannedProcess => {
    const planned = planners[engine.name](model, engine, place)
    return {
      engine: engine.name,
      port: engine.port,
      ...planned,
      after: planned.after.filter((name) => running.has(name)),
    }
  })
  const { database, user, password, host, port } = model.databases.postgres
  return {
    stack: model.name,
    secrets: model.secrets.map(({ secret }) => secret.name),
    processes,
    database: running.has('postgres') ? { name: database, user, passwordFile: password.path, host, port } : null,
  }
}

/** Watched things first, Prometheus last: what it sees at its first scrape is then complete. */
const startOrder: readonly EngineName[] = [
  'postgres',
  'redis',
  'simulator',
  'node-exporter',
  'console',
  'grafana',
  'postgres-exporter',
  'redis-exporter',
  'exporter',
  'alertmanager',
  'prometheus',
]

const planners: Readonly<Record<EngineName, Planner>> = {
  prometheus: (model, engine, place) => ({
    ...program('prometheus', engine),
    args: [
      ...prometheusFlags(model, {
        configFile: configPath(place, prometheusConfigPath),
        dataDir: '{data}',
        listen: listen(engine),
      }),
    ],
    ready: http(engine, '/-/ready'),
    // An alert that fires before Alertmanager listens is lost until it is sent again.
    after: ['alertmanager'],
    configFiles: [prometheusConfigPath, ...model.ruleFiles.map(({ system }) => ruleFilePath(system))],
    reload: { kind: 'post', url: `${origin(engine)}/-/reload` },
  }),

  alertmanager: (model, engine, place) => ({
    ...program('alertmanager', engine),
    args: [
      ...alertmanagerFlags(model, {
        configFile: configPath(place, alertmanagerConfigPath),
        dataDir: '{data}',
        listen: listen(engine),
      }),
    ],
    ready: http(engine, '/-/ready'),
    configFiles: [alertmanagerConfigPath, alertmanagerTemplatePath],
    reload: { kind: 'post', url: `${origin(engine)}/-/reload` },
  }),

  grafana: (model, engine, place) => ({
    ...program('grafana', engine),
    optional: true,
    args: ['server', '--homepath={home}'],
    env: {
      ...grafanaEnvironment(model, engine),
      GF_PATHS_DATA: '{data}',
      GF_PATHS_LOGS: '{data}/log',
      GF_PATHS_PLUGINS: '{data}/plugins',
      GF_PATHS_PROVISIONING: configPath(place, grafanaProvisioningDir),
      GF_SERVER_HTTP_ADDR: loopback,
      GF_SECURITY_ADMIN_PASSWORD: `$__file{${nativeSecretPath(place.stateDir, grafanaPasswordSecret)}}`,
    },
    ready: http(engine, '/api/health'),
    readyTimeout: 120,
    // Dashboards are not among them: Grafana looks for changed ones by itself.
    configFiles: [grafanaProvisioningDir],
  }),

  'node-exporter': (_model, engine) => ({
    ...program('node_exporter', engine),
    args: [...nodeExporterFlags({ listen: listen(engine), rootDir: '/' })],
    ready: http(engine, '/'),
  }),

  'postgres-exporter': (model, engine) => ({
    ...program('postgres_exporter', engine),
    args: [...postgresExporterFlags({ listen: listen(engine) })],
    env: { ...goMemory(engine), ...postgresExporterEnvironment(model, model.databases.postgres.password.path) },
    ready: http(engine, '/'),
    after: ['postgres'],
  }),

  'redis-exporter': (model, engine) => {
    const { host, port, password } = model.databases.redis
    const passwords = '{data}/passwords.json'
    return {
      ...program('redis_exporter', engine),
      args: [...redisExporterFlags(model, { listen: listen(engine) }), `--redis.password-file=${passwords}`],
      ready: http(engine, '/health'),
      after: ['redis'],
      secretFiles: [{ path: passwords, secret: password.path, content: `{"redis://${host}:${port}": {secret}}\n` }],
      // Without its Redis it holds on to a running scrape for ten seconds.
      stop: { signal: 'SIGTERM', grace: 2 },
    }
  },

  exporter: (model, engine, place) => ({
    ...bundle('exporter', engine),
    args: ['--config', configPath(place, exporterConfigPath)],
    ready: {
      kind: 'http',
      url: `${model.exporter.tls === null ? 'http' : 'https'}://${listen(engine)}/health/live`,
      status: 200,
    },
    after: ['postgres', 'redis'],
    configFiles: [exporterConfigPath],
  }),

  console: (_model, engine, place) => ({
    ...bundle('console', engine),
    args: ['--config', configPath(place, consoleConfigPath)],
    ready: http(engine, '/health'),
    configFiles: [consoleDir],
  }),

  simulator: (_model, engine, place) => ({
    ...bundle('simulator', engine),
    args: ['--config', configPath(place, simulatorConfigPath)],
    ready: http(engine, '/health'),
    after: ['postgres', 'redis'],
    configFiles: [simulatorConfigPath],
  }),

  postgres: (_model, engine) => ({
    ...program('postgres', engine),
    env: {},
    args: [
      ...['-D', '{data}/cluster', '-p', String(engine.port)],
      ...setting('listen_addresses', loopback),
      // The path of a socket may have 107 bytes, which a deep checkout exceeds.
      ...setting('unix_socket_directories', ''),
      ...setting('shared_buffers', `${Math.floor(engine.memoryMiB / 4)}MB`),
      // The data is a demo's: losing the last moments of it in a crash of the machine is fine.
      ...setting('synchronous_commit', 'off'),
      ...setting('track_io_timing', 'on'),
    ],
    url: '',
    ready: { kind: 'postgres', host: loopback, port: engine.port },
    readyTimeout: 60,
    // A fast shutdown: SIGTERM would wait for every client to leave.
    stop: { signal: 'SIGINT', grace: 20 },
  }),

  redis: (model, engine) => {
    const config = '{data}/redis.conf'
    return {
      ...program('redis-server', engine),
      env: {},
      args: [
        config,
        ...['--bind', loopback, '--port', String(engine.port), '--dir', '{data}'],
        ...['--maxmemory', `${Math.floor(engine.memoryMiB * 0.75)}mb`, '--maxmemory-policy', 'allkeys-lru'],
      ],
      url: '',
      ready: { kind: 'redis', host: loopback, port: engine.port },
      secretFiles: [{ path: config, secret: model.databases.redis.password.path, content: 'requirepass {secret}\n' }],
    }
  },
}

const loopback = '127.0.0.1'
const listen = (engine: Engine): string => `${loopback}:${engine.port}`
const origin = (engine: Engine): string => `http://${listen(engine)}`
const configPath = (place: Native, path: string): string => `${place.configDir}/${path}`
const http = (engine: Engine, path: string) => ({ kind: 'http', url: `${origin(engine)}${path}`, status: 200 }) as const
const setting = (name: string, value: string): readonly string[] => ['-c', `${name}=${value}`]
/** A soft limit: Go collects garbage harder instead of growing beyond it. */
const goMemory = (engine: Engine): Record<string, string> => ({ GOMEMLIMIT: `${engine.memoryMiB}MiB` })

/** What most processes share. */
function defaults(engine: Engine) {
  return {
    optional: false,
    url: origin(engine),
    readyTimeout: 30,
    after: [] as EngineName[],
    configFiles: [] as string[],
    reload: { kind: 'restart' },
    secretFiles: [] as PlannedProcess['secretFiles'],
    stop: { signal: 'SIGTERM', grace: 10 },
  } as const
}

function program(name: string, engine: Engine) {
  return { ...defaults(engine), program: { kind: 'engine', name }, env: goMemory(engine) } as const
}

function bundle(name: 'exporter' | 'console' | 'simulator', engine: Engine) {
  const env = { NODE_OPTIONS: `--max-old-space-size=${engine.memoryMiB}` }
  return { ...defaults(engine), program: { kind: 'bundle', name, version: engine.version }, env } as const
}
