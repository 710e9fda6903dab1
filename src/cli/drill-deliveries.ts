import type { DeliveryReport } from '../drills/deliveries/delivery-report.ts'
import { runDeliveries } from '../drills/deliveries/run-deliveries.ts'
import type { Model } from '../model/model.ts'
import { alertsOf } from '../model/rules.ts'
import { type DeliveryStackRequest, prepareDeliveries } from './delivery-stack.ts'

export interface DeliveryDrill extends DeliveryStackRequest {
  readonly say: (name: string, text: string) => void
}

/** Sends every alert through the routes of an environment to sinks. */
export async function drillDeliveries(request: DeliveryDrill): Promise<DeliveryReport> {
  const { environment, run, signal } = request
  const say = (text: string): void => request.say(`to ${environment}`, text)
  const prepared = await prepareDeliveries(request, say)
  try {
    return await runDeliveries({
      ...{ ...prepared, run, say, signal },
      watchdog: request.watchdog ? watchdogOf(prepared.model) : '',
    })
  } finally {
    await prepared.remove()
  }
}

/** The alert that always fires. */
function watchdogOf(model: Model): string {
  return alertsOf(model).find(({ expr }) => /^vector\s*\(\s*1\s*\)$/.test(expr.text))?.name ?? ''
}
