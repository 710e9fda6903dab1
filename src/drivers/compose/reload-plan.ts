import { renderedDir } from '../../model/names.ts'
import type { EngineName } from '../../spec/engine-name.ts'

export interface Reload {
  readonly engine: EngineName
  /** `signal` asks the running program to read its files again; `restart` starts it anew. */
  readonly how: 'signal' | 'restart'
}

/** Rendered folders that an engine reads only when it is told to; all others it looks at again by itself. */
const readers: readonly (Reload & { readonly folder: string })[] = [
  { folder: `${renderedDir}/prometheus/`, engine: 'prometheus', how: 'signal' },
  { folder: `${renderedDir}/alertmanager/`, engine: 'alertmanager', how: 'signal' },
  { folder: `${renderedDir}/grafana/provisioning/`, engine: 'grafana', how: 'restart' },
  { folder: `${renderedDir}/exporter/`, engine: 'exporter', how: 'restart' },
  { folder: `${renderedDir}/console/`, engine: 'console', how: 'restart' },
]

/** Which engines have to read their configuration again. */
export function reloadPlan(changed: readonly string[]): readonly Reload[] {
  return readers
    .filter(({ folder }) => changed.some((path) => path.startsWith(folder)))
    .map(({ engine, how }) => ({ engine, how }))
}
