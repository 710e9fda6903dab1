import { fileURLToPath } from 'node:url'
import type { Log } from '../http/log.ts'
import { type HttpServer, startHttp } from '../http/server.ts'
import { openAssets } from './assets.ts'
import type { ConsoleConfig } from './config.ts'
import { openInbox } from './inbox.ts'
import { consoleRoutes } from './routes.ts'
import { readStackFacts } from './stack-facts.ts'

/**
 * Starts the console.
 *
 * @param assetsDir - what pages load, as the build makes it. @default `console` beside the program
 * @throws BelfryError `PORT_TAKEN` or `START_FAILED`.
 */
export async function startConsole(
  config: ConsoleConfig,
  log: Log,
  assetsDir = fileURLToPath(new URL('./console', import.meta.url)),
): Promise<HttpServer> {
  const [inbox, assets, stack] = await Promise.all([
    openInbox({ stateDir: config.stateDir }),
    openAssets(assetsDir),
    readStackFacts(config.stackFile),
  ])
  return startHttp({ ...config.listen, hosts: config.hosts ?? [], log }, (router) =>
    consoleRoutes(router, { config, inbox, assets, stack }),
  )
}
