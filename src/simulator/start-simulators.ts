import * as z from '../errors/zod.ts'
import { jsonBody } from '../http/json-body.ts'
import type { Log } from '../http/log.ts'
import { type HttpServer, type Request, type Response, startHttp } from '../http/server.ts'
import type { SimulatorConfig } from './config.ts'
import { type Play, play } from './play.ts'
import type { Simulator } from './simulator.ts'
import { openStores } from './stores.ts'

export interface SimulatorsOptions {
  readonly log: Log
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

const switchSchema = z.strictObject({ system: z.string(), scenario: z.string() })

/**
 * Starts all simulators behind one server: each below its name, `GET /api/scenarios`, `POST /api/scenario`.
 *
 * @throws BelfryError `PORT_TAKEN` or `START_FAILED`.
 */
export async function startSimulators(
  config: SimulatorConfig,
  simulators: readonly Simulator[],
  options: SimulatorsOptions,
): Promise<HttpServer> {
  const { log } = options
  const stores = openStores(config)
  const plays = new Map(simulators.map((one) => [one.name, play(one, { stores, ...options })]))
  const close = async () => {
    await Promise.all([...plays.values()].map((one) => one.stop()))
    await stores.close()
  }
  try {
    const server = await startHttp({ ...config.listen, hosts: config.hosts ?? [], log }, (router) => {
      router.get('/health', (_request, response) => void response.json({ status: 'ok' }))
      router.get('/api/scenarios', (_request, response) => listScenarios(response, plays))
      router.post('/api/scenario', jsonBody(1024), (request, response) => switchScenario(request, response, plays))
      for (const [name, one] of plays) {
        router.use(`/${name}`, (request, response, next) => {
          const own = one.router()
          if (own === null) response.status(503).type('text/plain').send(`${name} has not started yet\n`)
          else own(request, response, next)
        })
      }
    })
    log.info({ url: server.url, simulators: [...plays.keys()] }, 'the simulators serve')
    return {
      ...server,
      stop: async () => {
        await server.stop()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

function listScenarios(response: Response, plays: ReadonlyMap<string, Play>): void {
  const systems = [...plays].map(([system, one]) => ({
    system,
    scenario: one.scenario(),
    scenarios: one.simulator.scenarios,
  }))
  response.json({ systems })
}

async function switchScenario(request: Request, response: Response, plays: ReadonlyMap<string, Play>): Promise<void> {
  const wanted = switchSchema.safeParse(request.body)
  if (!wanted.success) {
    response.status(400).json({ error: z.prettifyError(wanted.error) })
    return
  }
  const { system, scenario } = wanted.data
  const one = plays.get(system)
  const known = one === undefined ? [...plays.keys()] : Object.keys(one.simulator.scenarios)
  if (one === undefined || !known.includes(scenario)) {
    const word = one === undefined ? `system ${system}` : `scenario ${scenario}`
    response.status(404).json({ error: `unknown ${word}; known are ${known.join(', ')}` })
    return
  }
  await one.switchTo(scenario)
  response.json({ system, scenario })
}
