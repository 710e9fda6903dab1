import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { BelfryError } from '../src/errors/belfry-error.ts'
import { readExporterConfig } from '../src/exporter/config.ts'
import { startExporter } from '../src/exporter/start-exporter.ts'
import { createLog } from '../src/http/log.ts'
import { collectors } from './collectors.ts'

/** The exporter service as a program: `node exporter.js --config FILE`. */

const log = createLog('belfry-exporter')

// Listened to from the start: a signal that comes while the service starts is obeyed, and a second one changes nothing.
const told = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
})

try {
  const config = await readExporterConfig(configPath(), collectors)
  const server = await startExporter(config, { log, version: await version() })
  void told.then(() => server.stop())
} catch (error) {
  if (!(error instanceof BelfryError)) throw error
  process.stderr.write(`${error.message}\n${error.hint === '' ? '' : `${error.hint}\n`}`)
  process.exitCode = error.exitCode
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

/** Of the package that this file or its bundle stands in, one folder up. */
async function version(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8').catch(() => '{}')
  const { version } = JSON.parse(text) as { version?: string }
  return version ?? 'unknown'
}
