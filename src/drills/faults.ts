import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { alertmanagerClient } from '../live/alertmanager.ts'
import { prometheusClient } from '../live/prometheus.ts'
import { requestDone, requestJson } from '../live/request.ts'
import { alertmanagerConfigPath, prometheusConfigPath } from '../model/names.ts'
import type { Fault } from '../spec/drills.ts'
import type { EngineName } from '../spec/engine-name.ts'
import { fillNewDisk } from './disk.ts'
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
      const reload = { kind: 'post', url: urlOf(stack, fault.engine), path: '/-/reload' } as const
      return [reload, await rememberFile(join(stack.outDir, configurations[fault.engine]))]
    }
    case 'scenario': {
      const body = { system: fault.system, scenario: await scenarioOf(fault, stack) }
      return [{ kind: 'post', url: urlOf(stack, 'simulator'), path: '/api/scenario', body }]
    }
    case 'disk':
      return [{ kind: 'disk', stateDir: stack.stateDir }]
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
    case 'disk':
      return fillNewDisk(stack.stateDir, fault.mebibytes)
  }
}

/** What a fault touches by itself, for drills that must not meet. */
export function touchedBy(fault: Fault): string {
  switch (fault.kind) {
    case 'scenario':
      return fault.system
    // It is the one who tells of disks.
    case 'disk':
      return 'node-exporter'
    default:
      return fault.engine
  }
}

/** Whether nobody can be told while it lasts. */
export function silences(fault: Fault): boolean {
  return (fault.kind === 'stop' || fault.kind === 'pause') && ['alertmanager', 'console'].includes(fault.engine)
}

/** The scenario that is on. @throws BelfryError BAD_OPTION when the simulators do not know what the drill wants. */
async function scenarioOf(
  { system, scenario }: Extract<Fault, { kind: 'scenario' }>,
  stack: DrillStack,
): Promise<string> {
  const { systems } = await requestJson({ url: urlOf(stack, 'simulator') }, '/api/scenarios', scenariosSchema)
  const found = systems.find((one) => one.system === system)
  if (found !== undefined && scenario in found.scenarios) return found.scenario
  throw new BelfryError('BAD_OPTION', `no simulator plays ${scenario} of ${system}`)
}

const scenariosSchema = z.object({
  systems: z.array(z.object({ system: z.string(), scenario: z.string(), scenarios: z.record(z.string(), z.string()) })),
})

/** Whether its mend holds up notifications: Prometheus may drop those of the seconds after a reload, and sends them again. */
export function disturbs(fault: Fault): boolean {
  return fault.kind === 'configuration' && fault.engine === 'prometheus'
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
