import type { ServerResponse } from 'node:http'
import { register } from 'prom-client'
import { BelfryError } from '../errors/belfry-error.ts'
import { CollectError } from './collect-error.ts'
import { createCollection } from './collection.ts'
import type { Collector } from './collector.ts'
import type { Redis } from './redis.ts'
import { contentTypes, createRegistry } from './registry.ts'
import type { CollectorRouterOptions, RedisClient, RouterHandler } from './router-options.ts'
import { shareResult } from './share-result.ts'

const silent = { info: () => {}, warn: () => {} }
const seriesLimit = 5000

/**
 * Serves `/metrics` and `/health` inside of an application: what a collector reads from its Redis, beside what it
 * measures itself. While Redis is silent, only the former is missing.
 *
 * @param collector - one that needs Redis and no schedule.
 * @param service - what the health page calls it.
 */
export function collectorRouter(
  collector: Collector,
  service: string,
  { redis: client, options = {}, registry: own = register, timeoutMs = 5000 }: CollectorRouterOptions,
): RouterHandler {
  const registry = createRegistry(false)
  const { parts } = collector.create({
    options: collector.options.parse(options),
    redis: adapt(client),
    get postgres() {
      return unsupported('PostgreSQL')
    },
    histogram: registry.histogram,
    counter: registry.counter,
    openRedis: () => unsupported('another Redis than its client'),
    schedule: () => unsupported('a schedule'),
  })
  const named = Object.entries(parts).map(([part, given]) => ({
    name: part === '' ? collector.name : `${collector.name}_${part}`,
    ...(typeof given === 'function' ? { collect: given } : given),
  }))
  const collect = shareResult(createCollection(named, { timeoutMs, seriesLimit, log: silent }), 0)

  const metrics = async (response: ServerResponse) => {
    const format = own.contentType === contentTypes.openmetrics ? 'openmetrics' : 'prometheus'
    const [theirs, ours] = await Promise.all([
      own.metrics(),
      collect().then((snapshot) => registry.expose(snapshot, format)),
    ])
    // OpenMetrics ends with a line that says so, once.
    const begun = theirs
      .trimEnd()
      .replace(/# EOF$/, '')
      .trimEnd()
    answer(response, 200, own.contentType, `${begun}\n${ours}`.trimStart())
  }
  const health = async (response: ServerResponse) => {
    const timestamp = new Date().toISOString()
    const alive = await answers(client, timeoutMs)
    const body = { status: alive ? 'healthy' : 'unhealthy', service, timestamp }
    answer(response, alive ? 200 : 503, 'application/json; charset=utf-8', JSON.stringify(body))
  }

  return (request, response, next) => {
    const [path] = (request.url ?? '').split('?')
    const route = path === '/metrics' ? metrics : path === '/health' ? health : null
    if (route === null || (request.method !== 'GET' && request.method !== 'HEAD')) return next()
    route(response).catch(() => answer(response, 500, 'text/plain; charset=utf-8', '# Metrics collection failed\n'))
  }
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(body)
}

function unsupported(what: string): never {
  throw new BelfryError('CONFIG_INVALID', `A collector inside of an application cannot have ${what}.`)
}

/** Whether Redis answers in time. */
async function answers(client: RedisClient, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs)
  })
  const pong = client.call('PING').then(
    () => true,
    () => false,
  )
  return Promise.race([pong, late]).finally(() => clearTimeout(timer))
}

/** The application's client as collectors know one; how long a run may take is the collection's business. */
function adapt(client: RedisClient): Redis {
  return {
    host: '',
    call: async (command, args, signal) => {
      signal.throwIfAborted()
      try {
        return await client.call(command, ...args)
      } catch (error) {
        const refused = error instanceof Error && error.name === 'ReplyError'
        throw new CollectError(refused ? 'query' : 'connection', String(error), error)
      }
    },
    database: () => unsupported('another database than its client'),
    close: async () => {},
  }
}
