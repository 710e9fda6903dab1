import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import { formatMatcher } from '../model/matcher.ts'
import type { Alertmanager, Inhibition, Matcher, Model, Route } from '../model/model.ts'
import { alertmanagerConfigPath } from '../model/names.ts'
import type { TimeInterval } from '../spec/notify.ts'
import { receiverConfig } from './alertmanager-receivers.ts'
import { omitEmpty } from './omit-empty.ts'

/**
 * `alertmanager.yml`.
 *
 * @throws BelfryError `SPEC_BROKEN` when the version that will run has no way to notify a receiver.
 */
export function renderAlertmanager(model: Model): readonly Artifact[] {
  const { alertmanager } = model
  const { version } = model.engines.alertmanager
  const config = {
    global: { resolve_timeout: alertmanager.resolveTimeout, ...smtp(alertmanager) },
    // Relative to the folder of this file.
    templates: ['templates/*.tmpl'],
    route: routeConfig(alertmanager.route, null),
    inhibit_rules: omitEmpty(alertmanager.inhibitions.map(inhibitRule)),
    receivers: alertmanager.receivers.map((receiver) => receiverConfig(receiver, version)),
    time_intervals: omitEmpty(
      alertmanager.muteTimings.map(({ name, intervals }) => ({ name, time_intervals: intervals.map(timeInterval) })),
    ),
  }
  return [artifact(alertmanagerConfigPath, toYaml(config))]
}

function smtp({ smtp: server }: Alertmanager): object {
  if (server === null) return {}
  return {
    smtp_from: server.from,
    smtp_smarthost: server.smarthost,
    smtp_auth_username: omitEmpty(server.username),
    smtp_auth_password_file: server.password?.path,
    smtp_require_tls: server.requireTls ? undefined : false,
  }
}

/** A route; what it inherits unchanged is not repeated. */
function routeConfig(route: Route, parent: Route | null): object {
  const unlessInherited = <K extends keyof Route>(key: K): Route[K] | undefined =>
    parent !== null && sameValue(route[key], parent[key]) ? undefined : route[key]
  return {
    receiver: route.receiver,
    matchers: matchers(route.matchers),
    group_by: parent === null ? omitEmpty(route.groupBy) : unlessInherited('groupBy'),
    group_wait: unlessInherited('groupWait'),
    group_interval: unlessInherited('groupInterval'),
    repeat_interval: unlessInherited('repeatInterval'),
    mute_time_intervals: omitEmpty(route.muteTimings),
    active_time_intervals: omitEmpty(route.activeTimings),
    continue: omitEmpty(route.continue),
    routes: omitEmpty(route.routes.map((child) => routeConfig(child, route))),
  }
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function inhibitRule({ source, target, equal }: Inhibition): object {
  return { source_matchers: matchers(source), target_matchers: matchers(target), equal: omitEmpty(equal) }
}

function matchers(list: readonly Matcher[]): readonly string[] | undefined {
  return omitEmpty(list.map(formatMatcher))
}

function timeInterval(interval: TimeInterval): object {
  return {
    times: interval.times?.map(({ startTime, endTime }) => ({ start_time: startTime, end_time: endTime })),
    weekdays: interval.weekdays,
    days_of_month: interval.daysOfMonth,
    months: interval.months,
    years: interval.years,
    location: interval.location,
  }
}
