import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AlertCase } from '../cases/alert-case.ts'
import { isOfRecording } from '../cases/recording-teller.ts'
import { resolveCases } from '../cases/resolve-cases.ts'
import type { FiringAlert } from '../drills/deliveries/firing-alert.ts'
import type { DeliveryRun } from '../drills/deliveries/run-deliveries.ts'
import { findPrograms } from '../engines/find-program.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { Model, Placement } from '../model/model.ts'
import { alertsOf } from '../model/rules.ts'
import { engineNames } from '../spec/engine-name.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { openDriver } from './choose-driver.ts'
import { freeOffset, isolatedFolder, removeIsolated } from './isolated-stack.ts'
import { examine } from './open-stack.ts'

/** What a delivery drill runs on: Alertmanager with the routes of an environment. */
export interface DeliveryStack
  extends Pick<DeliveryRun, 'model' | 'driver' | 'stateDir' | 'outDir' | 'alerts' | 'unknown'> {
  remove(): Promise<void>
}

export interface DeliveryStackRequest {
  readonly stack: LoadedStack
  readonly environment: EnvironmentName
  /** Absolute; it gets a folder below it. */
  readonly stateDir: string
  readonly run: string
  readonly fetch: boolean
  /** Whether Prometheus runs, too, and sends the alert that always fires. */
  readonly watchdog: boolean
  readonly signal: AbortSignal
}

/** Prepares the stack; nothing runs yet. */
export async function prepareDeliveries(
  request: DeliveryStackRequest,
  report: (text: string) => void,
): Promise<DeliveryStack> {
  const { stack, environment, run, fetch, signal } = request
  const stateDir = isolatedFolder(request.stateDir, `${run}-${environment}`)
  const outDir = join(stateDir, 'native')
  const needed = request.watchdog ? (['alertmanager', 'prometheus'] as const) : (['alertmanager'] as const)
  const programs = await findPrograms(needed, { fetch, report, signal })
  for (const failure of programs.missing.values()) throw failure
  const placement: Placement = { kind: 'native', stateDir, configDir: outDir, portOffset: await freeOffset() }
  const versions = Object.fromEntries(needed.map((name) => [name, programs.found.get(name)?.version ?? '']))
  const { model, problems } = await examine(stack, environment, placement, { versions }, [])
  if (model === null) {
    throw new BelfryError('SPEC_BROKEN', `the spec does not resolve: ${problems[0]?.message ?? ''}`, {
      hint: 'Run `belfry check`.',
    })
  }
  const engines = Object.fromEntries(
    engineNames.map((name) => [name, { ...model.engines[name], enabled: needed.some((one) => one === name) }]),
  ) as Model['engines']
  await mkdir(stateDir, { recursive: true, mode: 0o755 })
  const driver = await openDriver('native', { model, stateDir, outDir, programs })
  return {
    model: { ...model, engines },
    ...{ driver, stateDir, outDir },
    ...known(model),
    remove: () => removeIsolated(stateDir),
  }
}

function known(model: Model): Pick<DeliveryStack, 'alerts' | 'unknown'> {
  const alerts = firingAlerts(
    model,
    resolveCases(model).cases.filter((one) => !isOfRecording(one)),
  )
  const names = new Set(alerts.map(({ name }) => name))
  const all = alertsOf(model).map(({ name }) => name)
  return { alerts, unknown: all.filter((name) => !names.has(name)) }
}

/** Each alert of a model as it fires in the first case that has it fire. */
function firingAlerts(model: Model, cases: readonly AlertCase[]): readonly FiringAlert[] {
  const firing = new Map<string, FiringAlert>()
  for (const { alert, expectations } of cases) {
    const [first] = expectations.flatMap((expectation) => expectation.alerts)
    if (first === undefined || firing.has(alert.name)) continue
    const labels = { ...model.externalLabels, alertname: alert.name, ...first.labels }
    firing.set(alert.name, { name: alert.name, labels, annotations: first.annotations ?? {} })
  }
  return [...firing.values()]
}
