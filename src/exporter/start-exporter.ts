import type { Log } from '../http/log.ts'
import { readSecret } from '../http/secret-file.ts'
import { type HttpServer, startHttp } from '../http/server.ts'
import { type AssembledCollectors, assembleCollectors } from './assemble-collectors.ts'
import { createCollection } from './collection.ts'
import type { ExporterConfig } from './config.ts'
import { belfryMetrics } from './own-metrics.ts'
import { createRegistry } from './registry.ts'
import { serveHealth } from './serve-health.ts'
import { serveMetrics, serveMount } from './serve-metrics.ts'
import { serveProbes } from './serve-probes.ts'
import { startProfiling } from './serve-profiles.ts'
import { shareResult } from './share-result.ts'

export interface ExporterOptions {
  readonly log: Log
  /** Belfry's version, as `belfry_build_info` shows it. */
  readonly version: string
}

/**
 * Starts the exporter service.
 *
 * @throws BelfryError `PORT_TAKEN`, `SECRET_MISSING`, `START_FAILED`.
 */
export async function startExporter(config: ExporterConfig, { log, version }: ExporterOptions): Promise<HttpServer> {
  await checkOwnSecret(config)
  const registry = createRegistry(config.processMetrics)
  const collectors = assembleCollectors(config, registry, log)
  const { parts } = collectors
  const collection = { timeoutMs: config.collectorTimeout, seriesLimit: config.seriesLimit, log }
  const collect = createCollection(parts, collection)
  const buildInfo = {
    family: belfryMetrics.buildInfo,
    series: [{ labels: { version, node_version: process.version }, value: 1 }],
  }
  const snapshot = shareResult(async () => ({ families: [...(await collect()).families, buildInfo] }), config.cacheTtl)
  const mounts = Object.entries(config.mounts)
  const profiling = config.profiling ? await startProfiling(config.authorization !== undefined) : null
  const close = async () => {
    profiling?.stop()
    await collectors.close()
  }

  try {
    const server = await startHttp(
      { ...config.listen, log, publicPaths: ['/health/ready', '/health/live'], ...present(config) },
      (router) => {
        if (config.enabled) {
          serveMetrics(router, config.path, snapshot, registry)
          serveProbes(router, collectors.probes, { ...collection, registry, cacheTtl: config.cacheTtl })
        }
        serveHealth(router, collectors.checks, config.collectorTimeout)
        for (const [path, names] of mounts) serveMount(router, path, names, { config, collectors, registry }, snapshot)
        profiling?.serve(router)
        router.get('/', (_request, response) => void response.type('text/plain').send(index(config, collectors)))
      },
    )
    log.info(
      { url: server.url, path: config.enabled ? config.path : null, collectors: parts.map(({ name }) => name) },
      'the exporter serves',
    )
    let stopped: Promise<void> | null = null
    const stop = async () => {
      await server.stop()
      await close()
      log.info('the exporter has stopped')
    }
    return {
      ...server,
      stop: () => {
        stopped ??= stop()
        return stopped
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The paths that are served, one a line. */
function index({ enabled, path, mounts, profiling }: ExporterConfig, { probes }: AssembledCollectors): string {
  const metrics = [path, ...(probes.size > 0 ? ['/probe'] : []), ...Object.keys(mounts).map((one) => `${one}/metrics`)]
  const health = ['/health', '/health/ready', '/health/live', ...Object.keys(mounts).map((one) => `${one}/health`)]
  const profiles = profiling ? ['/debug/pprof'] : []
  return ["Belfry's exporter", ...(enabled ? metrics : []), ...health, ...profiles, ''].join('\n')
}

/** A service that would refuse everybody must not start. */
async function checkOwnSecret({ authorization }: ExporterConfig): Promise<void> {
  if (authorization !== undefined) {
    await readSecret(authorization.type === 'basic' ? authorization.passwordFile : authorization.tokenFile)
  }
}

function present({ authorization, tls }: ExporterConfig) {
  return { ...(authorization && { authorization }), ...(tls && { tls }) }
}
