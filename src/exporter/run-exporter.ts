import { parseArgs } from 'node:util'
import { BelfryError } from '../errors/belfry-error.ts'
import { createLog } from '../http/log.ts'
import type { Collector } from './collector.ts'
import { readExporterConfig } from './config.ts'
import { startExporter } from './start-exporter.ts'

/** Set by the build; absent where the sources run as they are. */
declare const BELFRY_VERSION: string | undefined

/**
 * The exporter service as a program: `node exporter.js --config FILE`, until a signal ends it. Expected failures are
 * printed in one message, and set the exit code.
 */
export async function runExporter(collectors: readonly Collector[]): Promise<void> {
  // Listened to from the start: a signal that comes while the service starts is obeyed, and a second one changes nothing.
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
  try {
    const config = await readExporterConfig(configPath(), collectors)
    const version = typeof BELFRY_VERSION === 'string' ? BELFRY_VERSION : 'unknown'
    const server = await startExporter(config, { log: createLog('belfry-exporter'), version })
    void told.then(() => server.stop())
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error
    process.stderr.write(`${error.message}\n${error.hint === '' ? '' : `${error.hint}\n`}`)
    process.exitCode = error.exitCode
  }
}

function configPath(): string {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } } })
    if (values.config !== undefined) return values.config
  } catch {
    // Unknown options get the same answer as none.
  }
  throw new BelfryError('BAD_OPTION', 'Usage: exporter --config FILE')
}
