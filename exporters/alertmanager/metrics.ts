import { counter, defineMetrics, gauge, histogram, info } from '#belfry'

/** What Alertmanager 0.25 and later expose about themselves and content may want. */

const integrations = ['integration'] as const
const failed = [...integrations, 'reason'] as const
const integration = {
  integration: [
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
  ],
} as const

export const alertmanagerMetrics = defineMetrics('stock', {
  buildInfo: info('alertmanager_build_info', {
    help: 'Version of Alertmanager.',
    labels: ['version', 'revision', 'branch', 'goversion', 'goos', 'goarch', 'tags'],
  }),
  alerts: gauge('alertmanager_alerts', {
    help: 'Alerts by state.',
    labels: ['state'],
    values: { state: ['active', 'suppressed', 'unprocessed'] },
  }),
  alertsReceivedTotal: counter('alertmanager_alerts_received_total', {
    help: 'Alerts received, by status.',
    labels: ['status', 'version'],
    values: { status: ['firing', 'resolved'] },
  }),
  alertsInvalidTotal: counter('alertmanager_alerts_invalid_total', {
    help: 'Alerts received that were not valid.',
    labels: ['version'],
  }),
  notificationsTotal: counter('alertmanager_notifications_total', {
    help: 'Notifications attempted, by kind of receiver.',
    labels: integrations,
    values: integration,
  }),
  notificationsFailedTotal: counter('alertmanager_notifications_failed_total', {
    help: 'Notifications given up, by kind of receiver; newer versions add the reason.',
    labels: failed,
    values: integration,
  }),
  notificationRequestsTotal: counter('alertmanager_notification_requests_total', {
    help: 'Requests sent to receivers, repeated ones included.',
    labels: integrations,
    values: integration,
  }),
  notificationRequestsFailedTotal: counter('alertmanager_notification_requests_failed_total', {
    help: 'Requests to receivers that failed, repeated ones included.',
    labels: integrations,
    values: integration,
  }),
  notificationLatencySeconds: histogram('alertmanager_notification_latency_seconds', {
    help: 'Time that notifications took, by kind of receiver, in seconds.',
    labels: integrations,
    values: integration,
    buckets: [1, 5, 10, 15, 20],
  }),
  configLastReloadSuccessful: gauge('alertmanager_config_last_reload_successful', {
    help: 'Whether the last attempt to load the configuration succeeded (1) or not (0).',
  }),
  configLastReloadSuccessTimestampSeconds: gauge('alertmanager_config_last_reload_success_timestamp_seconds', {
    help: 'When the configuration was last loaded, in Unix time.',
  }),
  silences: gauge('alertmanager_silences', {
    help: 'Silences by state.',
    labels: ['state'],
    values: { state: ['active', 'expired', 'pending'] },
  }),
  dispatcherAggregationGroups: gauge('alertmanager_dispatcher_aggregation_groups', {
    help: 'Groups that alerts are gathered in.',
  }),
  receivers: gauge('alertmanager_receivers', { help: 'Receivers that are configured.' }),
  integrations: gauge('alertmanager_integrations', { help: 'Integrations of all receivers.' }),
  processResidentMemoryBytes: gauge('process_resident_memory_bytes', {
    help: 'Resident memory of the process, in bytes.',
  }),
  processStartTimeSeconds: gauge('process_start_time_seconds', { help: 'When the process started, in Unix time.' }),
})
