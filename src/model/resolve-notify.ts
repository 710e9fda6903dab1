import type { EngineName } from '../spec/engine-name.ts'
import type { NotifySpec, RouteSpec } from '../spec/notify.ts'
import type { ReceiverIntegration, WebhookOptions } from '../spec/receivers.ts'
import { parseMatcher } from './matcher.ts'
import type { Alertmanager, Engine, Integration, Route, SecretFile } from './model.ts'
import type { Access } from './resolve-access.ts'
import { isEngineUrl, resolveEngineUrl } from './resolve-engine-url.ts'

type Engines = Readonly<Record<EngineName, Engine>>

/** The notification policy with defaults and inheritance written out. */
export function resolveNotify(spec: NotifySpec, engines: Engines, access: Access): Alertmanager {
  return {
    resolveTimeout: spec.resolveTimeout ?? '5m',
    smtp:
      spec.smtp === undefined
        ? null
        : {
            smarthost: spec.smtp.smarthost,
            from: spec.smtp.from,
            username: spec.smtp.username ?? '',
            password: spec.smtp.password === undefined ? null : access.secret(spec.smtp.password),
            requireTls: spec.smtp.requireTls ?? true,
          },
    receivers: spec.receivers.map((one) => ({
      name: one.name,
      integrations: one.integrations.map((integration) => resolveIntegration(integration, engines, access)),
      place: one.place,
    })),
    route: resolveRoute(spec.route, rootDefaults),
    inhibitions: (spec.inhibitions ?? []).map((one) => ({
      because: one.because,
      source: one.source.map(parseMatcher),
      target: one.target.map(parseMatcher),
      equal: one.equal ?? [],
      allow: one.allow ?? {},
      place: one.place,
    })),
    muteTimings: spec.muteTimings ?? [],
    expectations: (spec.expectations ?? []).map(({ alerts, reach, via = [], place }) => ({
      alerts: alerts.map(parseMatcher),
      reach,
      via,
      place,
    })),
  }
}

/** A new group waits 5 s, an alert that joins one at most 20 s: both leave time for delivery within the budget of 30 s. */
const rootDefaults = {
  receiver: '',
  groupBy: ['alertname', 'system'] as readonly string[],
  groupWait: '5s',
  groupInterval: '20s',
  repeatInterval: '4h',
}

function resolveRoute(spec: RouteSpec, parent: typeof rootDefaults): Route {
  const own = {
    receiver: spec.receiver ?? parent.receiver,
    groupBy: spec.groupBy ?? parent.groupBy,
    groupWait: spec.groupWait ?? parent.groupWait,
    groupInterval: spec.groupInterval ?? parent.groupInterval,
    repeatInterval: spec.repeatInterval ?? parent.repeatInterval,
  }
  return {
    ...own,
    matchers: (spec.matchers ?? []).map(parseMatcher),
    continue: spec.continue ?? false,
    muteTimings: spec.muteTimings ?? [],
    activeTimings: spec.activeTimings ?? [],
    routes: (spec.routes ?? []).map((child) => resolveRoute(child, own)),
    allow: spec.allow ?? {},
    place: spec.place,
  }
}

function resolveIntegration(spec: ReceiverIntegration, engines: Engines, access: Access): Integration {
  const sendResolved = spec.sendResolved ?? true
  switch (spec.type) {
    case 'slack':
      return { type: 'slack', sendResolved, apiUrl: access.secret(spec.apiUrl), channel: spec.channel }
    case 'email':
      return { type: 'email', sendResolved, to: spec.to }
    case 'pagerduty':
      return {
        type: 'pagerduty',
        sendResolved,
        routingKey: access.secret(spec.routingKey),
        component: spec.component ?? '',
      }
    case 'webhook':
      return {
        type: 'webhook',
        sendResolved,
        url: resolveUrl(spec.url, engines, access),
        authorization: access.authorization(spec.authorization),
        tls: access.tls(spec.tls),
        maxAlerts: spec.maxAlerts ?? 0,
      }
    case 'opsgenie':
      return {
        type: 'opsgenie',
        sendResolved,
        apiKey: access.secret(spec.apiKey),
        apiUrl: spec.apiUrl ?? 'https://api.opsgenie.com/',
        teams: spec.teams ?? [],
      }
    case 'msteams':
      return { type: 'msteams', sendResolved, webhookUrl: access.secret(spec.webhookUrl) }
    case 'telegram':
      return { type: 'telegram', sendResolved, botToken: access.secret(spec.botToken), chatId: spec.chatId }
    case 'discord':
      return { type: 'discord', sendResolved, webhookUrl: access.secret(spec.webhookUrl) }
  }
}

function resolveUrl(url: WebhookOptions['url'], engines: Engines, access: Access): string | SecretFile {
  if (typeof url === 'string') return url
  return isEngineUrl(url) ? resolveEngineUrl(url, engines) : access.secret(url)
}
