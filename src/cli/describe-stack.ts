import type { Driver, EngineStatus } from '../drivers/driver.ts'
import type { EngineName } from '../spec/engine-name.ts'
import type { RunState } from './run-state.ts'
import { table } from './table.ts'

/** What runs, for people and for machines. */
export interface StackDescription {
  readonly text: string
  readonly json: { readonly driver: string; readonly environment: string; readonly engines: readonly EngineStatus[] }
}

/** Engines with their state and addresses, those that are left out included. */
export async function describeStack(
  driver: Driver,
  { environment, skipped }: Pick<RunState, 'environment' | 'skipped'>,
): Promise<StackDescription> {
  const running = await driver.status()
  const left = Object.entries(skipped)
    .filter(([name]) => !running.some(({ engine }) => engine === name))
    .map(
      ([name, reason]): EngineStatus => ({
        engine: name as EngineName,
        state: 'absent',
        version: '',
        url: '',
        id: '',
        startedAt: 0,
        detail: `skipped: ${reason}`,
      }),
    )
  const engines = [...running, ...left]
  const rows = engines.map(({ engine, state, version, url, detail }) => [engine, state, version, url, detail])
  return {
    text: table([['ENGINE', 'STATE', 'VERSION', 'ADDRESS', ''], ...rows]),
    json: { driver: driver.name, environment, engines },
  }
}
