import type { Model } from '../model/model.ts'
import {
  composeSecretPath,
  grafanaDashboardsDir,
  grafanaPasswordSecret,
  grafanaProvisioningDir,
  renderedDir,
  runbooksDir,
} from '../model/names.ts'
import type { EngineName } from '../spec/engine-name.ts'
import type { EngineContainer } from './compose-service.ts'
import {
  alertmanagerFlags,
  grafanaEnvironment,
  nodeExporterFlags,
  postgresExporterEnvironment,
  postgresExporterFlags,
  prometheusFlags,
  redisExporterFlags,
} from './engine-flags.ts'

/** User `nobody` of the images that are built on busybox. */
const nobody = '65534:65534'

const plain: Omit<EngineContainer, 'user' | 'networks' | 'healthcheck'> = {
  entrypoint: [],
  command: [],
  environment: {},
  mounts: {},
  dataDir: '',
  scratch: [],
  after: [],
  startPeriod: '30s',
  stopGracePeriod: '10s',
  pidsLimit: 64,
  init: false,
}

/** The container of every engine. */
export const engineContainers: Readonly<Record<EngineName, (model: Model) => EngineContainer>> = {
  prometheus: (model) => ({
    ...plain,
    command: prometheusFlags(model, {
      configFile: '/etc/prometheus/prometheus.yml',
      dataDir: '/prometheus',
      listen: listen(model, 'prometheus'),
    }),
    environment: goMemory(model, 'prometheus'),
    user: nobody,
    networks: ['front', 'monitoring'],
    // Folders, not files: a file that is replaced would stay the old one inside.
    mounts: { [`./${renderedDir}/prometheus`]: '/etc/prometheus' },
    dataDir: '/prometheus',
    healthcheck: wget(model, 'prometheus', '/-/ready'),
    // What fires before an Alertmanager is known is sent again only after the resend delay.
    after: ['alertmanager'],
    // Reading the write-ahead log again takes a while after a crash.
    startPeriod: '2m',
    stopGracePeriod: '1m',
    pidsLimit: 256,
  }),
  alertmanager: (model) => ({
    ...plain,
    command: alertmanagerFlags(model, {
      configFile: '/etc/alertmanager/alertmanager.yml',
      dataDir: '/alertmanager',
      listen: listen(model, 'alertmanager'),
    }),
    environment: goMemory(model, 'alertmanager'),
    user: nobody,
    networks: ['front', 'monitoring'],
    mounts: { [`./${renderedDir}/alertmanager`]: '/etc/alertmanager' },
    dataDir: '/alertmanager',
    healthcheck: wget(model, 'alertmanager', '/-/ready'),
  }),
  grafana: (model) => ({
    ...plain,
    environment: {
      ...grafanaEnvironment(model, { port: model.engines.grafana.containerPort }),
      GF_SECURITY_ADMIN_PASSWORD__FILE: composeSecretPath(grafanaPasswordSecret),
    },
    user: '472:0',
    networks: ['front', 'monitoring'],
    mounts: {
      [`./${grafanaProvisioningDir}`]: '/etc/grafana/provisioning',
      [`./${grafanaDashboardsDir}`]: '/var/lib/grafana/dashboards',
    },
    dataDir: '/var/lib/grafana',
    scratch: ['/tmp:size=32m'],
    healthcheck: wget(model, 'grafana', '/api/health'),
    // Its first start migrates its database.
    startPeriod: '2m',
    stopGracePeriod: '30s',
    pidsLimit: 256,
  }),
  'node-exporter': (model) => ({
    ...plain,
    command: nodeExporterFlags({ listen: listen(model, 'node-exporter'), rootDir: '/host' }),
    environment: goMemory(model, 'node-exporter'),
    user: nobody,
    // CPU, memory and disks are the machine's own in every namespace; its network is not, and is not worth host networking.
    networks: ['monitoring'],
    mounts: { '/': '/host' },
    healthcheck: wget(model, 'node-exporter', '/'),
  }),
  'postgres-exporter': (model) => ({
    ...plain,
    command: postgresExporterFlags({ listen: listen(model, 'postgres-exporter') }),
    environment: {
      ...postgresExporterEnvironment(model, model.databases.postgres.password.path),
      ...goMemory(model, 'postgres-exporter'),
    },
    user: nobody,
    networks: ['monitoring', 'data'],
    healthcheck: wget(model, 'postgres-exporter', '/'),
    after: ['postgres'],
  }),
  'redis-exporter': (model) => ({
    ...plain,
    // It takes the password from its environment; set here, it stands neither in this file nor in what the engine shows.
    entrypoint: [
      '/bin/sh',
      '-c',
      `REDIS_PASSWORD="$(cat ${model.databases.redis.password.path})" exec /redis_exporter "$@"`,
      '--',
    ],
    command: redisExporterFlags(model, { listen: listen(model, 'redis-exporter') }),
    environment: goMemory(model, 'redis-exporter'),
    user: '59000:59000',
    networks: ['monitoring', 'data'],
    healthcheck: wget(model, 'redis-exporter', '/health'),
    after: ['redis'],
    // It finishes a scrape of a Redis that is gone before it heeds a signal.
    stopGracePeriod: '2s',
  }),
  exporter: (model) => ({
    ...plain,
    command: ['node', 'exporter.js', '--config', '/etc/belfry/exporter/exporter.yml'],
    environment: nodeMemory(model, 'exporter'),
    user: '1000:1000',
    networks: ['front', 'monitoring', 'data'],
    mounts: { [`./${renderedDir}/exporter`]: '/etc/belfry/exporter' },
    healthcheck: nodeProbe(model, 'exporter', '/health/live', model.exporter.tls !== null),
    after: ['postgres', 'redis'],
    init: true,
  }),
  console: (model) => ({
    ...plain,
    command: ['node', 'console.js', '--config', '/etc/belfry/console/console.yml'],
    environment: nodeMemory(model, 'console'),
    user: '1000:1000',
    networks: ['front', 'monitoring'],
    mounts: {
      [`./${renderedDir}/console`]: '/etc/belfry/console',
      [`./${runbooksDir}`]: '/etc/belfry/runbooks',
      [`./${grafanaDashboardsDir}`]: '/etc/belfry/dashboards',
      // Beside the secrets, so that only this folder is shown.
      '${BELFRY_PROOF:-./.belfry/proof}': '/etc/belfry/proof',
    },
    dataDir: '/var/lib/belfry',
    healthcheck: nodeProbe(model, 'console', '/health', false),
    init: true,
  }),
  simulator: (model) => ({
    ...plain,
    command: ['node', 'simulator.js', '--config', '/etc/belfry/simulator/simulator.yml'],
    environment: nodeMemory(model, 'simulator'),
    user: '1000:1000',
    networks: ['front', 'monitoring', 'data'],
    mounts: { [`./${renderedDir}/simulator`]: '/etc/belfry/simulator' },
    healthcheck: nodeProbe(model, 'simulator', '/health', false),
    after: ['postgres', 'redis'],
    init: true,
  }),
  postgres: (model) => ({
    ...plain,
    command: ['postgres', '-c', 'shared_buffers=64MB', '-c', 'max_connections=50'],
    environment: {
      POSTGRES_USER: model.databases.postgres.user,
      POSTGRES_DB: model.databases.postgres.database,
      POSTGRES_PASSWORD_FILE: model.databases.postgres.password.path,
    },
    user: '70:70',
    networks: ['data'],
    mounts: { './exporters/ruvector/demo.sql': '/docker-entrypoint-initdb.d/demo.sql' },
    dataDir: '/var/lib/postgresql/data',
    scratch: ['/tmp:size=16m', '/run/postgresql:uid=70,gid=70,mode=0775,size=1m'],
    // Over TCP: while it is being set up it answers on its socket only.
    healthcheck: [
      'pg_isready',
      '-q',
      '-h',
      '127.0.0.1',
      '-U',
      model.databases.postgres.user,
      '-d',
      model.databases.postgres.database,
    ],
    startPeriod: '1m',
    stopGracePeriod: '30s',
    pidsLimit: 128,
  }),
  redis: (model) => ({
    ...plain,
    command: ['sh', '-c', redisCommand(model)],
    user: '999:1000',
    networks: ['data'],
    dataDir: '/data',
    scratch: ['/tmp:size=1m,mode=1777'],
    healthcheck: [
      'sh',
      '-c',
      `REDISCLI_AUTH="$(cat ${model.databases.redis.password.path})" redis-cli ping | grep -q PONG`,
    ],
  }),
}

/** Redis reads its password from a file in memory: as an option it would stand in the list of processes. */
function redisCommand(model: Model): string {
  const memory = Math.floor(model.engines.redis.memoryMiB * 0.75)
  return [
    'umask 077',
    // Redis understands quoted values; a quote or a backslash of the password is escaped in them.
    `printf 'requirepass "%s"\\n' "$(sed 's/["\\\\]/\\\\&/g' ${model.databases.redis.password.path})" > /tmp/redis.conf`,
    `exec redis-server /tmp/redis.conf --dir /data --maxmemory ${memory}mb --maxmemory-policy allkeys-lru`,
  ].join(' && ')
}

function listen(model: Model, engine: EngineName): string {
  return `:${model.engines[engine].containerPort}`
}

/** Go collects garbage before the container's limit ends it. */
function goMemory(model: Model, engine: EngineName): Readonly<Record<string, string>> {
  return { GOMEMLIMIT: `${Math.floor(model.engines[engine].memoryMiB * 0.9)}MiB` }
}

/** Leaves room below the container's limit for the program itself and for one health check. */
function nodeMemory(model: Model, engine: EngineName): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--max-old-space-size=${Math.floor(model.engines[engine].memoryMiB * 0.5)}` }
}

function wget(model: Model, engine: EngineName, path: string): readonly string[] {
  return ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${model.engines[engine].containerPort}${path}`]
}

/** Belfry's own image has no wget. An answer that asks for a password is a sign of health as well. */
function nodeProbe(model: Model, engine: EngineName, path: string, tls: boolean): readonly string[] {
  const request = JSON.stringify({
    host: '127.0.0.1',
    port: model.engines[engine].containerPort,
    path,
    rejectUnauthorized: false,
  })
  const done = '(response) => process.exit(response.statusCode < 500 ? 0 : 1)'
  return [
    'node',
    '-e',
    `require('${tls ? 'https' : 'http'}').get(${request}, ${done}).on('error', () => process.exit(1))`,
  ]
}
