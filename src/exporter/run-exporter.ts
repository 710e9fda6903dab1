import { createLog } from '../http/log.ts'
import { runService } from '../http/run-service.ts'
import type { Collector } from './collector.ts'
import { readExporterConfig } from './config.ts'
import { startExporter } from './start-exporter.ts'

/** Set by the build; absent where the sources run as they are. */
declare const BELFRY_VERSION: string | undefined

/** The exporter service as a program: `node exporter.js --config FILE`. */
export function runExporter(collectors: readonly Collector[]): Promise<void> {
  return runService('exporter', async (path) => {
    const config = await readExporterConfig(path, collectors)
    const version = typeof BELFRY_VERSION === 'string' ? BELFRY_VERSION : 'unknown'
    return startExporter(config, { log: createLog('belfry-exporter'), version })
  })
}
