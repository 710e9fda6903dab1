import { collectors } from '../../exporters/collectors.ts'
import { parseExporterConfig } from '../../src/exporter/config.ts'
import { startExporter } from '../../src/exporter/start-exporter.ts'
import { createLog } from '../../src/http/log.ts'
import type { HttpServer } from '../../src/http/server.ts'

/** Starts the exporter service in this process, on a free port, with sections that differ from the defaults. */
export function startTestExporter(sections: Readonly<Record<string, unknown>>): Promise<HttpServer> {
  const config = parseExporterConfig({ listen: { port: 0 }, ...sections }, collectors, 'of the test')
  return startExporter(config, { log: createLog('test', { level: 'silent' }), version: '0.0.0' })
}
