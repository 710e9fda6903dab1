import { defineMetrics, refine } from '#belfry'
import { alertmanagerCaptured } from './captured.ts'

/** Kinds of receivers, of all versions together: each has its series from the start. */
const integrations = [
  'discord',
  'email',
  'incidentio',
  'jira',
  'mattermost',
  'msteams',
  'msteamsv2',
  'opsgenie',
  'pagerduty',
  'pushover',
  'rocketchat',
  'slack',
  'sns',
  'telegram',
  'victorops',
  'webex',
  'webhook',
  'wechat',
] as const

/** What Alertmanager exposes about itself: its capture, and what people know of it. */
export const alertmanagerMetrics = defineMetrics(
  'stock',
  refine(alertmanagerCaptured, {
    buildInfo: { help: 'Version of Alertmanager.' },
    alerts: { help: 'Alerts by state.' },
    alertsReceivedTotal: { help: 'Alerts received, by status.' },
    alertsInvalidTotal: { help: 'Alerts received that were not valid.' },
    notificationsTotal: {
      help: 'Notifications attempted, by kind of receiver.',
      values: { integration: integrations },
    },
    notificationsFailedTotal: {
      help: 'Notifications given up, by kind of receiver; newer versions add the reason.',
      values: { integration: integrations },
    },
    notificationRequestsTotal: {
      help: 'Requests sent to receivers, repeated ones included.',
      values: { integration: integrations },
    },
    notificationRequestsFailedTotal: {
      help: 'Requests to receivers that failed, repeated ones included.',
      values: { integration: integrations },
    },
    notificationLatencySeconds: {
      help: 'Time that notifications took, by kind of receiver, in seconds.',
      values: { integration: integrations },
    },
    configLastReloadSuccessful: {
      help: 'Whether the last attempt to load the configuration succeeded (1) or not (0).',
    },
    configLastReloadSuccessTimestampSeconds: { help: 'When the configuration was last loaded, in Unix time.' },
    silences: { help: 'Silences by state.' },
    dispatcherAggregationGroups: { help: 'Groups that alerts are gathered in.' },
    receivers: { help: 'Receivers that are configured.' },
    integrations: { help: 'Integrations of all receivers.' },
    processResidentMemoryBytes: { help: 'Resident memory of the process, in bytes.' },
    processStartTimeSeconds: { help: 'When the process started, in Unix time.' },
  }),
)
