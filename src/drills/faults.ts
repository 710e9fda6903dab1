import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { alertmanagerClient } from '../live/alertmanager.ts'
import { prometheusClient } from '../live/prometheus.ts'
import { requestDone } from '../live/request.ts'
import { alertmanagerConfigPath, prometheusConfigPath } from '../model/names.ts'
import type { Fault } from '../spec/drills.ts'
import type { EngineName } from '../spec/engine-name.ts'
import type { DrillStack } from './drill-stack.ts'
import { rememberFile, restartEngine, type Undo } from './undo.ts'

/** Where a person on this machine reaches an engine. */
export const urlOf = ({ model }: DrillStack, engine: EngineName): string =>
  `http://127.0.0.1:${model.engines[engine].port}`

const configurations = { prometheus: prometheusConfigPath, alertmanager: alertmanagerConfigPath } as const

/** What will bring back what a fault breaks; nothing is changed yet. */
export async function undosOf(fault: Fault, stack: DrillStack): Promise<readonly Undo[]> {
  switch (fault.kind) {
    case 'stop':
      return [{ kind: 'start', engine: fault.engine }]
    case 'pause':
      return [{ kind: 'resume', engine: fault.engine }]
    // Undone from the last to the first.
    case 'password':
      return [{ kind: 'restart', engine: fault.engine }, await rememberFile(secretPath(fault.secret, stack))]
    case 'configuration': {
      const reload = { kind: 'post', url: urlOf(stack, fault.engine), path: '/-/reload', body: undefined } as const
      return [reload, await rememberFile(join(stack.outDir, configurations[fault.engine]))]
    }
    case 'scenario': {
      const body = { system: fault.system, scenario: 'healthy' }
      return [{ kind: 'post', url: urlOf(stack, 'simulator'), path: '/api/scenario', body }]
    }
  }
}

/** Breaks it. */
export async function breakOnPurpose(fault: Fault, stack: DrillStack): Promise<void> {
  const { driver } = stack
  switch (fault.kind) {
    case 'stop':
      return driver.stop(fault.engine)
    case 'pause':
      return driver.pause(fault.engine)
    case 'password':
      await writeFile(secretPath(fault.secret, stack), 'changed-by-a-drill')
      return restartEngine(driver, fault.engine)
    case 'configuration':
      await appendFile(join(stack.outDir, configurations[fault.engine]), '\nbroken_by_a_drill: [\n')
      return reloadInVain(fault.engine, stack)
    case 'scenario':
      return requestDone({ url: urlOf(stack, 'simulator') }, '/api/scenario', {
        method: 'POST',
        body: { system: fault.system, scenario: fault.scenario },
      })
  }
}

/** What a fault touches by itself, for drills that must not meet. */
export function touchedBy(fault: Fault): string {
  return fault.kind === 'scenario' ? fault.system : fault.engine
}

/** Whether nobody can be told while it lasts. */
export function silences(fault: Fault): boolean {
  return (fault.kind === 'stop' || fault.kind === 'pause') && ['alertmanager', 'console'].includes(fault.engine)
}

function secretPath(name: string, { stateDir }: DrillStack): string {
  return join(stateDir, 'secrets', name)
}

/** The engine refuses; that is the fault. */
async function reloadInVain(engine: 'prometheus' | 'alertmanager', stack: DrillStack): Promise<void> {
  const client = { url: urlOf(stack, engine) }
  const reload = engine === 'prometheus' ? prometheusClient(client).reload : alertmanagerClient(client).reload
  await reload().catch(() => undefined)
}
