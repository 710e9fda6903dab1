import { renderedDir } from '../../model/names.ts'
import type { EngineName } from '../../spec/engine-name.ts'

/** An engine that reads its files only when it is told to. */
export interface ConfigReader {
  readonly engine: EngineName
  /** Of its files, below the output folder. */
  readonly folder: string
  /** `signal` asks the running program to read its files again; `restart` starts it anew. */
  readonly how: 'signal' | 'restart'
}

/** What is rendered elsewhere is looked at again without being asked: dashboards by Grafana, runbooks by the console. */
export const configReaders: readonly ConfigReader[] = [
  { engine: 'prometheus', folder: `${renderedDir}/prometheus`, how: 'signal' },
  { engine: 'alertmanager', folder: `${renderedDir}/alertmanager`, how: 'signal' },
  { engine: 'grafana', folder: `${renderedDir}/grafana/provisioning`, how: 'restart' },
  { engine: 'exporter', folder: `${renderedDir}/exporter`, how: 'restart' },
  { engine: 'console', folder: `${renderedDir}/console`, how: 'restart' },
  { engine: 'simulator', folder: `${renderedDir}/simulator`, how: 'restart' },
]
