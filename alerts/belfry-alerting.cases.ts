import { cases, changes, equivalent, example, fires, given, perSecond, quiet, reset } from '#belfry'
import { alertmanagerMetrics as alertmanager } from '../exporters/alertmanager/metrics.ts'
import { prometheusMetrics as prometheus } from '../exporters/prometheus/metrics.ts'

const one = { instance: 'one:9090' } as const
const two = { instance: 'two:9090' } as const

/** The way from a rule to a notification. */
export default cases(() => [
  example('RuleEvaluationFailing', 'fires for the group whose rules fail', {
    given: [
      given(prometheus.ruleEvaluationFailuresTotal, { ...one, rule_group: 'a' }, changes({ '0s': 4, '10m': 8 })),
      given(prometheus.ruleEvaluationFailuresTotal, { ...one, rule_group: 'b' }, 9),
      given(
        prometheus.ruleEvaluationFailuresTotal,
        { ...two, rule_group: 'a' },
        changes({ '0s': 7, '30m': reset(0), '31m': 2 }),
      ),
    ],
    expect: [
      quiet('10m', '11m'),
      fires(['11m10s', '14m40s'], {
        labels: { ...one, rule_group: 'a' },
        summary: 'Rules of a cannot be evaluated',
        description: 'These alerts cannot fire; evaluations that failed in the last 5 minutes: 4.',
      }),
      quiet('15m20s', '32m'),
      fires('32m10s', {
        labels: { ...two, rule_group: 'a' },
        summary: 'Rules of a cannot be evaluated',
        description: 'These alerts cannot fire; evaluations that failed in the last 5 minutes: 2.',
      }),
    ],
  }),
  example('RuleEvaluationFailing', 'one in five minutes is one too many', {
    given: [given(prometheus.ruleEvaluationFailuresTotal, { ...one, rule_group: 'a' }, perSecond(0.003))],
    expect: [
      fires('15m', {
        labels: { ...one, rule_group: 'a' },
        summary: 'Rules of a cannot be evaluated',
        description: 'These alerts cannot fire; evaluations that failed in the last 5 minutes: 1.',
      }),
    ],
  }),
  example('RuleEvaluationFailing', 'what failed once, long ago, is past', {
    given: [given(prometheus.ruleEvaluationFailuresTotal, { ...one, rule_group: 'a' }, 12)],
    expect: [quiet('10m')],
  }),

  example('NotificationsFailing', 'fires for the integration that fails, by its share', {
    given: [
      given(alertmanager.notificationsTotal, { ...one, integration: 'slack' }, perSecond(0.1)),
      given(
        alertmanager.notificationsFailedTotal,
        { ...one, integration: 'slack', reason: 'clientError' },
        changes({ '0s': perSecond(0), '20m': perSecond(0.02), '50m': perSecond(0) }),
      ),
      given(
        alertmanager.notificationsFailedTotal,
        { ...one, integration: 'slack', reason: 'serverError' },
        changes({ '0s': perSecond(0), '20m': perSecond(0.03), '50m': perSecond(0) }),
      ),
      given(alertmanager.notificationsTotal, { ...one, integration: 'email' }, perSecond(1)),
      given(
        alertmanager.notificationsFailedTotal,
        { ...one, integration: 'email', reason: 'other' },
        perSecond(0.0099),
      ),
      given(alertmanager.notificationsTotal, { ...one, integration: 'webhook' }, 7),
      given(alertmanager.notificationsFailedTotal, { ...one, integration: 'webhook', reason: 'other' }, 7),
    ],
    expect: [
      quiet('20m', '21m'),
      fires('22m10s', {
        labels: { ...one, integration: 'slack' },
        summary: 'Notifications by slack fail',
        description: '7.564% of the notifications of the last 15 minutes were given up.',
      }),
      fires('50m', {
        labels: { ...one, integration: 'slack' },
        summary: 'Notifications by slack fail',
        description: '50% of the notifications of the last 15 minutes were given up.',
      }),
      quiet('66m'),
    ],
  }),
  example('NotificationsFailing', 'one in a hundred may fail', {
    given: [
      given(alertmanager.notificationsTotal, { ...one, integration: 'slack' }, perSecond(1)),
      given(alertmanager.notificationsFailedTotal, { ...one, integration: 'slack', reason: 'other' }, perSecond(0.01)),
    ],
    expect: [quiet('40m')],
  }),
  example('NotificationsFailing', 'a few more may not, nor may the only one', {
    interval: '3m',
    given: [
      given(
        alertmanager.notificationsTotal,
        { ...one, integration: 'slack' },
        changes({ '0s': perSecond(10), '30m': reset(10) }),
      ),
      given(
        alertmanager.notificationsFailedTotal,
        { ...one, integration: 'slack', reason: 'other' },
        changes({ '0s': perSecond(0.15), '30m': reset(0.15), '60m': perSecond(0.1) }),
      ),
      given(alertmanager.notificationsTotal, { ...one, integration: 'email' }, perSecond(0.001)),
      given(
        alertmanager.notificationsFailedTotal,
        { ...one, integration: 'email', reason: 'other' },
        changes({ '0s': perSecond(0.001), '60m': perSecond(0) }),
      ),
    ],
    expect: [
      fires(
        '40m',
        {
          labels: { ...one, integration: 'slack' },
          summary: 'Notifications by slack fail',
          description: '1.5% of the notifications of the last 15 minutes were given up.',
        },
        {
          labels: { ...one, integration: 'email' },
          summary: 'Notifications by email fail',
          description: '100% of the notifications of the last 15 minutes were given up.',
        },
      ),
      quiet('80m', '90m'),
    ],
  }),
  equivalent('NotificationsFailing', {
    'aggregation/2/max': 'Alertmanager counts the notifications of an integration in one series.',
    'comparison/1/>=': 'Nothing of nothing is no number, and no comparison holds for it.',
    'threshold/1/less': 'Nothing of nothing is no number, and no comparison holds for it.',
  }),

  example('AlertmanagerUnreachable', 'fires when no Alertmanager takes the alerts', {
    given: [
      given(
        prometheus.notificationsErrorsTotal,
        { ...one, alertmanager: 'a' },
        changes({ '0s': 2, '10m': 9, '30m': 1 }),
      ),
      given(
        prometheus.notificationsErrorsTotal,
        { ...one, alertmanager: 'b' },
        changes({ '0s': 2, '10m': 4, '30m': 1 }),
      ),
      given(prometheus.notificationsErrorsTotal, { ...two, alertmanager: 'a' }, changes({ '0s': 2, '10m': 9 })),
      given(prometheus.notificationsErrorsTotal, { ...two, alertmanager: 'b' }, 2),
      given(prometheus.notificationsAlertmanagersDiscovered, one, 2),
      given(prometheus.notificationsAlertmanagersDiscovered, two, 2),
    ],
    expect: [
      quiet('10m', '11m'),
      fires(['11m10s', '14m40s'], {
        labels: one,
        summary: 'Prometheus one:9090 cannot reach Alertmanager',
        description: 'No Alertmanager takes its alerts, or none is known: nobody is notified.',
      }),
      quiet('15m20s', '31m'),
      fires('32m', {
        labels: one,
        summary: 'Prometheus one:9090 cannot reach Alertmanager',
        description: 'No Alertmanager takes its alerts, or none is known: nobody is notified.',
      }),
    ],
  }),
  example('AlertmanagerUnreachable', 'fires when none is known', {
    given: [
      given(prometheus.notificationsAlertmanagersDiscovered, one, changes({ '0s': 1, '1m': 0, '5m': 1 })),
      given(prometheus.notificationsAlertmanagersDiscovered, two, 1),
    ],
    expect: [
      quiet('1m', '2m'),
      fires(['2m10s', '5m'], {
        labels: { ...one, service: 'prometheus' },
        summary: 'Prometheus one:9090 cannot reach Alertmanager',
        description: 'No Alertmanager takes its alerts, or none is known: nobody is notified.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('AlertmanagerUnreachable', 'one alert in five minutes is one too many', {
    given: [given(prometheus.notificationsErrorsTotal, { ...one, alertmanager: 'a' }, perSecond(0.003))],
    expect: [
      fires('15m', {
        labels: one,
        summary: 'Prometheus one:9090 cannot reach Alertmanager',
        description: 'No Alertmanager takes its alerts, or none is known: nobody is notified.',
      }),
    ],
  }),
  example('AlertmanagerUnreachable', 'what failed once is past', {
    given: [
      given(prometheus.notificationsErrorsTotal, { ...one, alertmanager: 'a' }, 3),
      given(prometheus.notificationsAlertmanagersDiscovered, one, 1),
    ],
    expect: [quiet('10m')],
  }),
])
