import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { resolveCases } from '../cases/resolve-cases.ts'
import type { FiringAlert } from '../drills/deliveries/firing-alert.ts'
import type { Driver } from '../drivers/driver.ts'
import { findPrograms } from '../engines/find-program.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { Alert, Model, Placement } from '../model/model.ts'
import { type EngineName, engineNames } from '../spec/engine-name.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { openDriver } from './choose-driver.ts'
import { freeOffset, isolatedFolder, removeIsolated } from './isolated-stack.ts'
import { examine } from './open-stack.ts'

/** What a delivery drill runs on: Alertmanager and Prometheus with the routes of an environment. */
export interface DeliveryStack {
  readonly model: Model
  readonly driver: Driver
  /** Absolute. */
  readonly stateDir: string
  /** Absolute. */
  readonly outDir: string
  readonly alerts: readonly FiringAlert[]
  remove(): Promise<void>
}

export interface DeliveryStackRequest {
  readonly stack: LoadedStack
  readonly environment: EnvironmentName
  /** Absolute; it gets a folder below it. */
  readonly stateDir: string
  readonly run: string
  readonly fetch: boolean
}

/** Prepares the stack; nothing runs yet. */
export async function prepareDeliveries(request: DeliveryStackRequest): Promise<DeliveryStack> {
  const { stack, environment, run, fetch } = request
  const stateDir = isolatedFolder(request.stateDir, `${run}-${environment}`)
  const outDir = join(stateDir, 'native')
  const programs = await findPrograms(['alertmanager', 'prometheus'], { fetch })
  for (const failure of programs.missing.values()) throw failure
  const placement: Placement = { kind: 'native', stateDir, configDir: outDir, portOffset: await freeOffset() }
  const needed: readonly EngineName[] = ['alertmanager', 'prometheus']
  const versions = Object.fromEntries(needed.map((name) => [name, versionOf(programs, name)]))
  const { model, problems } = await examine(stack, environment, placement, { versions }, [])
  if (model === null) {
    throw new BelfryError('SPEC_BROKEN', `the spec does not resolve: ${problems[0]?.message ?? ''}`, {
      hint: 'Run `belfry check`.',
    })
  }
  const engines = Object.fromEntries(
    engineNames.map((name) => [name, { ...model.engines[name], enabled: needed.includes(name) }]),
  ) as Model['engines']
  await mkdir(stateDir, { recursive: true, mode: 0o755 })
  const driver = await openDriver('native', { model, stateDir, outDir, programs })
  return {
    model: { ...model, engines },
    ...{ driver, stateDir, outDir },
    alerts: firingAlerts(model),
    remove: () => removeIsolated(stateDir),
  }
}

function versionOf({ found }: Awaited<ReturnType<typeof findPrograms>>, name: EngineName): string {
  return (name === 'alertmanager' || name === 'prometheus' ? found.get(name)?.version : undefined) ?? ''
}

/** Each alert of a model as it fires in the first case that has it fire. @throws BelfryError when an alert has none. */
function firingAlerts(model: Model): readonly FiringAlert[] {
  const { cases } = resolveCases(model)
  const rules = model.ruleFiles.flatMap(({ groups }) => groups).flatMap((group) => group.rules)
  const alerts = rules.filter((rule): rule is Alert => rule.kind === 'alert')
  const firing = new Map<string, FiringAlert>()
  for (const { alert, expectations } of cases) {
    const [first] = expectations.flatMap((expectation) => expectation.alerts)
    if (first === undefined || firing.has(alert.name)) continue
    const labels = { ...model.externalLabels, alertname: alert.name, ...first.labels }
    firing.set(alert.name, { name: alert.name, labels, annotations: first.annotations })
  }
  const missing = alerts.filter(({ name }) => !firing.has(name)).map(({ name }) => name)
  if (missing.length === 0) return [...firing.values()]
  throw new BelfryError(
    'SPEC_BROKEN',
    `no case has these alerts fire, so that their labels are not known: ${missing.join(', ')}`,
    {
      hint: 'Write a case for each: `alerts/<system>.cases.ts`.',
    },
  )
}
