import type { Inhibition } from '../../model/model.ts'
import { silencersOf } from '../../model/routing/inhibit-alert.ts'
import type { FiringAlert } from './firing-alert.ts'

/**
 * Alerts in the order in which they may be posted to one Alertmanager so that each is notified: an alert comes before
 * those that would silence it, which is no harm once it has been told.
 */
export function wavesOf(
  alerts: readonly FiringAlert[],
  inhibitions: readonly Inhibition[],
): readonly (readonly FiringAlert[])[] {
  const waves: FiringAlert[][] = []
  let waiting = alerts
  while (waiting.length > 0) {
    const labels = waiting.map((one) => one.labels)
    // Who would silence an alert that waits has to wait as well.
    const silencers = new Set(labels.flatMap((one) => silencersOf(one, inhibitions, labels)))
    const wave = waiting.filter((one) => !silencers.has(one.labels))
    if (wave.length === 0) throw new Error('alerts silence each other in a circle')
    waves.push([...wave])
    waiting = waiting.filter((one) => silencers.has(one.labels))
  }
  return waves
}
