import { counter, defineMetrics, gauge, info } from '#belfry'

/** What Grafana exposes about itself and content may want. */
export const grafanaMetrics = defineMetrics('stock', {
  buildInfo: info('grafana_build_info', {
    help: 'Version and edition of Grafana.',
    labels: ['version', 'revision', 'branch', 'edition', 'goversion'],
  }),
  httpRequestsInFlight: gauge('grafana_http_request_in_flight', { help: 'HTTP requests being served.' }),
  alertingActiveAlerts: gauge('grafana_alerting_active_alerts', { help: 'Alerts of Grafana itself that are active.' }),
  statTotalDashboards: gauge('grafana_stat_totals_dashboard', { help: 'Dashboards that Grafana holds.' }),
  statActiveUsers: gauge('grafana_stat_active_users', { help: 'Users seen in the last thirty days.' }),
  apiResponseStatusTotal: counter('grafana_api_response_status_total', {
    help: 'Responses of the HTTP API by status code.',
    labels: ['code'],
  }),
  pageResponseStatusTotal: counter('grafana_page_response_status_total', {
    help: 'Responses of pages by status code.',
    labels: ['code'],
  }),
  processResidentMemoryBytes: gauge('process_resident_memory_bytes', {
    help: 'Resident memory of the process, in bytes.',
  }),
  processStartTimeSeconds: gauge('process_start_time_seconds', { help: 'When the process started, in Unix time.' }),
})
