import type { Driver, EngineStatus } from '../drivers/driver.ts'
import type { Model } from '../model/model.ts'
import { table } from './table.ts'

/** What runs, for people and for machines. */
export interface StackDescription {
  readonly text: string
  readonly json: { readonly driver: string; readonly environment: string; readonly engines: readonly EngineStatus[] }
}

/** Engines with their state and addresses, those that are left out included. */
export async function describeStack(
  driver: Driver,
  model: Model,
  skipped: Readonly<Record<string, string>>,
): Promise<StackDescription> {
  const running = await driver.status()
  const left = Object.values(model.engines)
    .filter(({ name }) => name in skipped && !running.some(({ engine }) => engine === name))
    .map(
      ({ name }): EngineStatus => ({
        engine: name,
        state: 'absent',
        version: '',
        url: '',
        id: '',
        startedAt: 0,
        detail: `skipped: ${skipped[name]}`,
      }),
    )
  const engines = [...running, ...left]
  const rows = engines.map(({ engine, state, version, url, detail }) => [engine, state, version, url, detail])
  return {
    text: table([['ENGINE', 'STATE', 'VERSION', 'ADDRESS', ''], ...rows]),
    json: { driver: driver.name, environment: model.environment, engines },
  }
}
