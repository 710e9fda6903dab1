import { createLog } from '../http/log.ts'
import { runService } from '../http/run-service.ts'
import { readConsoleConfig } from './config.ts'
import { startConsole } from './start-console.ts'

/** The console as a process of its own: `console.js --config FILE`. */
await runService('console', async (path) => {
  const config = await readConsoleConfig(path)
  const log = createLog('console')
  const server = await startConsole(config, log)
  log.info({ url: server.url }, 'ready')
  return server
})
