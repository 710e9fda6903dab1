import type { Model } from '../model/model.ts'

/**
 * How long an exporter tries to reach its database. It has to answer that the database is gone while Prometheus still
 * listens; looking up the name of a container that is gone can take 10 s by itself.
 */
const connectSeconds = 2

/** Where a program finds its files and where it listens; this is all in which the drivers differ. */
export interface EnginePaths {
  readonly configFile: string
  readonly dataDir: string
  /** `host:port`; an empty host is every address. */
  readonly listen: string
}

/** Command line of Prometheus, without the program's name. */
export function prometheusFlags(model: Model, { configFile, dataDir, listen }: EnginePaths): readonly string[] {
  return [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${dataDir}`,
    `--storage.tsdb.retention.time=${model.prometheus.retentionTime}`,
    `--storage.tsdb.retention.size=${model.prometheus.retentionSize}`,
    `--rules.alert.resend-delay=${model.prometheus.resendDelay}`,
    '--web.enable-lifecycle',
    ...webFlags(listen, model.urls.prometheus),
  ]
}

/** Command line of Alertmanager, without the program's name. */
export function alertmanagerFlags(model: Model, { configFile, dataDir, listen }: EnginePaths): readonly string[] {
  return [
    `--config.file=${configFile}`,
    `--storage.path=${dataDir}`,
    // One instance has nobody to gossip with, and would open port 9094 on every address for it.
    '--cluster.listen-address=',
    ...webFlags(listen, model.urls.alertmanager),
  ]
}

/**
 * Command line of the node exporter, without the program's name.
 *
 * @param rootDir - where the root of the watched machine is seen; `/` when the exporter runs on it.
 */
export function nodeExporterFlags({ listen, rootDir }: { listen: string; rootDir: string }): readonly string[] {
  return [`--web.listen-address=${listen}`, ...(rootDir === '/' ? withoutDebianDefaults : containerView(rootDir))]
}

/** Debian's build has these on, and fails at each scrape where there is no systemd, or no folder of text files. */
const withoutDebianDefaults = ['--no-collector.systemd', '--no-collector.textfile']

/**
 * The machine's file systems as a container sees them: it lists its own mounts, which are the machine's below `rootDir`
 * and three files that Docker puts in. This spares it the machine's process namespace.
 */
function containerView(rootDir: string): readonly string[] {
  const skipped = [
    'dev',
    'proc',
    'sys',
    'run/credentials/.+',
    'var/lib/docker/.+',
    'var/lib/containers/storage/.+',
    'etc/(hosts|hostname|resolv[.]conf)',
  ]
  return [`--path.rootfs=${rootDir}`, `--collector.filesystem.mount-points-exclude=^/(${skipped.join('|')})($|/)`]
}

/** Command line of the PostgreSQL exporter, without the program's name. */
export function postgresExporterFlags({ listen }: { listen: string }): readonly string[] {
  return [`--web.listen-address=${listen}`]
}

/**
 * Environment of the PostgreSQL exporter.
 *
 * @param passwordFile - the password alone; the exporter reads it at each connection.
 */
export function postgresExporterEnvironment(model: Model, passwordFile: string): Readonly<Record<string, string>> {
  const { host, port, database, sslmode, user } = model.databases.postgres
  return {
    DATA_SOURCE_URI: `${host}:${port}/${database}?sslmode=${sslmode}&connect_timeout=${connectSeconds}`,
    DATA_SOURCE_USER: user,
    DATA_SOURCE_PASS_FILE: passwordFile,
  }
}

/** Command line of the Redis exporter, without the program's name; the password comes as `REDIS_PASSWORD`. */
export function redisExporterFlags(model: Model, { listen }: { listen: string }): readonly string[] {
  const { host, port } = model.databases.redis
  return [
    `--web.listen-address=${listen}`,
    `--redis.addr=redis://${host}:${port}`,
    `--connection-timeout=${connectSeconds}s`,
  ]
}

/** Environment of Grafana; its administrator's password is added in the form that its start understands. */
export function grafanaEnvironment(model: Model, { port }: { port: number }): Readonly<Record<string, string>> {
  return {
    GF_SERVER_HTTP_PORT: String(port),
    GF_SERVER_ROOT_URL: `${model.urls.grafana}/`,
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_LOG_MODE: 'console',
  }
}

/** A proxy in front may add a path to the public URL; the program itself always answers at `/`. */
function webFlags(listen: string, externalUrl: string): readonly string[] {
  return [`--web.listen-address=${listen}`, `--web.external-url=${externalUrl}`, '--web.route-prefix=/']
}
