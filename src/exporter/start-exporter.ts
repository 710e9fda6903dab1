import type { Log } from '../http/log.ts'
import { readSecret } from '../http/secret-file.ts'
import { sendBody } from '../http/send-body.ts'
import { type HttpServer, type Request, type Response, type Router, startHttp } from '../http/server.ts'
import { assembleCollectors } from './assemble-collectors.ts'
import { createCollection, type NamedPart } from './collection.ts'
import type { ExporterConfig } from './config.ts'
import { createExpositions, negotiateFormat } from './exposition.ts'
import { checkHealth, type HealthCheck, liveFields } from './health.ts'
import { belfryMetrics } from './own-metrics.ts'
import { createRegistry } from './registry.ts'
import { shareResult } from './share-result.ts'

export interface ExporterOptions {
  readonly log: Log
  /** Belfry's version, as `belfry_build_info` shows it. */
  readonly version: string
}

/** How long a health answer is given again, in milliseconds; health pages are asked by many. */
const healthTtlMs = 1000

/**
 * Starts the exporter service.
 *
 * @throws BelfryError `PORT_TAKEN`, `SECRET_MISSING`, `START_FAILED`.
 */
export async function startExporter(config: ExporterConfig, { log, version }: ExporterOptions): Promise<HttpServer> {
  await checkOwnSecret(config)
  const registry = createRegistry(config.processMetrics)
  const collectors = assembleCollectors(config, registry, log)
  const parts: readonly NamedPart[] = collectors.parts
  const collect = createCollection(parts, { timeoutMs: config.collectorTimeout, seriesLimit: config.seriesLimit, log })
  const buildInfo = {
    family: belfryMetrics.buildInfo,
    series: [{ labels: { version, node_version: process.version }, value: 1 }],
  }
  const snapshot = shareResult(async () => ({ families: [...(await collect()).families, buildInfo] }), config.cacheTtl)
  const expose = createExpositions(registry)

  const serveMetrics = async (request: Request, response: Response) => {
    const format = negotiateFormat(request.get('accept'))
    await sendBody(request, response.vary('Accept'), await expose(await snapshot(), format))
  }

  try {
    const server = await startHttp(
      { ...config.listen, log, publicPaths: ['/health/ready', '/health/live'], ...present(config) },
      (router) => {
        if (config.enabled) router.get(config.path, serveMetrics)
        serveHealth(router, collectors.checks, config.collectorTimeout)
        router.get('/', (_request, response) => {
          response
            .type('text/plain')
            .send(
              `Belfry's exporter\n${config.enabled ? `${config.path}\n` : ''}/health\n/health/ready\n/health/live\n`,
            )
        })
      },
    )
    log.info(
      { url: server.url, path: config.enabled ? config.path : null, collectors: parts.map(({ name }) => name) },
      'the exporter serves',
    )
    let stopped: Promise<void> | null = null
    const stop = async () => {
      await server.stop()
      await collectors.close()
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
    await collectors.close()
    throw error
  }
}

function serveHealth(router: Router, checks: Readonly<Record<string, HealthCheck>>, timeoutMs: number): void {
  const health = shareResult(() => checkHealth(checks, timeoutMs), healthTtlMs)
  const { postgres, redis } = checks
  const needed = { ...(postgres && { postgres }), ...(redis && { redis }) }
  const readiness = shareResult(() => checkHealth(needed, timeoutMs), healthTtlMs)

  router.get('/health', async (_request, response) => {
    const answer = await health()
    response.status(answer.status === 'healthy' ? 200 : 503).json(answer)
  })
  router.get('/health/ready', async (_request, response) => {
    const { status, timestamp, checks: results } = await readiness()
    const ready = status === 'healthy'
    const words = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, result.status]))
    response.status(ready ? 200 : 503).json({ ready, timestamp, checks: words })
  })
  router.get('/health/live', (_request, response) => {
    response.json({ alive: true, ...liveFields() })
  })
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
