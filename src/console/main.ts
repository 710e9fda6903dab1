import { parseArgs } from 'node:util'
import { BelfryError, exitCodes } from '../errors/belfry-error.ts'
import { createLog } from '../http/log.ts'
import { readConsoleConfig } from './config.ts'
import { startConsole } from './start-console.ts'

/** The console as a process of its own: `console.js --config FILE`. */
async function main(): Promise<void> {
  const config = await readConsoleConfig(configPath(process.argv.slice(2)))
  const log = createLog('console')
  const server = await startConsole(config, log)
  log.info({ url: server.url }, 'ready')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop())
}

function configPath(args: readonly string[]): string {
  try {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' } } })
    if (values.config !== undefined) return values.config
  } catch (cause) {
    throw new BelfryError('BAD_OPTION', cause instanceof Error ? cause.message : String(cause), { cause })
  }
  throw new BelfryError('BAD_OPTION', 'The console needs --config FILE.')
}

try {
  await main()
} catch (error) {
  const expected = error instanceof BelfryError
  console.error(expected ? [error.message, error.hint].filter((text) => text !== '').join('\n') : error)
  process.exitCode = expected ? error.exitCode : exitCodes.bug
}
