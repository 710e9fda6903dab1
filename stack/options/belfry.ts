import { engineTarget, type OptionValues, option } from '#belfry'

/** What can be set about the watch over the watch. */
export const belfryOptions = {
  prometheusTargets: option.targets(engineTarget('prometheus'), 'Where Prometheus is.'),
  alertmanagerTargets: option.targets(engineTarget('alertmanager'), 'Where Alertmanager is.'),
  grafanaTargets: option.targets(engineTarget('grafana'), 'Where Grafana is.'),
  interval: option.duration('15s', 'Time between two scrapes.'),
  jobs: option.texts(
    ['prometheus', 'alertmanager', 'grafana', 'node', 'postgresql', 'redis', 'dpg-application'],
    'Scrape jobs that must have a target.',
  ),
  targetDownFor: option.duration('20s', 'How long a target must be unreachable before TargetDown fires.'),
  notificationFailures: option.ratio(0.01, 'Share of failed notifications that is too much.'),
} as const

export type BelfryOptions = OptionValues<typeof belfryOptions>
