import { runExporter } from '../src/exporter/run-exporter.ts'
import { collectors } from './collectors.ts'

/** The exporter service with all collectors; bundled to `dist/exporter.js`. */
await runExporter(collectors)
