import { parseArgs } from 'node:util'
import { BelfryError, exitCodes } from '../errors/belfry-error.ts'

/**
 * A service as a program: `node SERVICE.js --config FILE`, until a signal ends it. Expected failures are printed in one
 * message, anything else with its stack; both set the exit code.
 *
 * @param name - what it is called in its usage.
 * @param start - starts it with a configuration file.
 */
export async function runService(
  name: string,
  start: (configPath: string) => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  // Listened to from the start: a signal that comes while the service starts is obeyed, and a second one changes nothing.
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
  try {
    const service = await start(configPath(name))
    void told.then(() => service.stop())
  } catch (error) {
    const expected = error instanceof BelfryError
    const message = expected ? [error.message, error.hint].filter((text) => text !== '').join('\n') : error
    console.error(message)
    process.exitCode = expected ? error.exitCode : exitCodes.bug
  }
}

function configPath(name: string): string {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } } })
    if (values.config !== undefined) return values.config
  } catch {
    // Unknown options get the same answer as none.
  }
  throw new BelfryError('BAD_OPTION', `Usage: ${name} --config FILE`)
}
