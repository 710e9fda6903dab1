import type { Log } from '../http/log.ts'
import { type HttpServer, startHttp } from '../http/server.ts'
import type { ConsoleConfig } from './config.ts'
import { openInbox } from './inbox.ts'
import { consoleRoutes } from './routes.ts'

/**
 * Starts the console.
 *
 * @throws BelfryError `PORT_TAKEN` or `START_FAILED`.
 */
export async function startConsole(config: ConsoleConfig, log: Log): Promise<HttpServer> {
  const inbox = await openInbox({ stateDir: config.stateDir })
  return startHttp({ ...config.listen, log }, (router) => consoleRoutes(router, config, inbox))
}
