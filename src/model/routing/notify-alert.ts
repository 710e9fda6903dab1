import type { Labels } from '../../spec/labels.ts'
import type { Alertmanager, Route } from '../model.ts'
import { type Silencer, silencersOf } from './inhibit-alert.ts'
import { groupLabels, matchingRoutes } from './route-alert.ts'
import { isWithin } from './time-interval.ts'

/** What Alertmanager makes of an alert at one of the routes where it ends. */
export interface Notification {
  readonly receiver: string
  readonly route: Route
  /** The labels that its group has in common. */
  readonly group: Labels
  /** Names of the timings that keep it back now. */
  readonly mutedBy: readonly string[]
  /** Firing alerts that silence it; the same at each of its routes. */
  readonly silencedBy: readonly Silencer[]
}

/**
 * Everything that happens to an alert with these labels at a moment.
 *
 * @param firing - labels of all alerts that fire at the moment.
 * @param moment - milliseconds since 1970.
 * @throws RangeError when a location is no time zone.
 */
export function notificationsOf(
  alertmanager: Alertmanager,
  labels: Labels,
  firing: readonly Labels[],
  moment: number,
): readonly Notification[] {
  const silencedBy = silencersOf(labels, alertmanager.inhibitions, firing)
  return matchingRoutes(alertmanager.route, labels).map((route) => ({
    receiver: route.receiver,
    route,
    group: groupLabels(route, labels),
    mutedBy: mutedBy(route, alertmanager, moment),
    silencedBy,
  }))
}

/** Names of the timings that keep the notifications of a route back: mute timings that are on, and active ones when all are off. */
export function mutedBy(
  { muteTimings, activeTimings }: Route,
  { muteTimings: timings }: Pick<Alertmanager, 'muteTimings'>,
  moment: number,
): readonly string[] {
  const isOn = (name: string): boolean =>
    timings.some((timing) => timing.name === name && timing.intervals.some((one) => isWithin(one, moment)))
  const muting = muteTimings.filter(isOn)
  return activeTimings.some(isOn) ? muting : [...muting, ...activeTimings]
}
