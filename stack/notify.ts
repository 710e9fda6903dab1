import {
  email,
  engineUrl,
  expect,
  inhibit,
  muteTiming,
  type NotifySpec,
  pagerduty,
  receiver,
  route,
  secret,
  slack,
  webhook,
} from '#belfry'
import type { DpgEnvironment } from './environments.ts'

const slackWebhook = secret('slack_webhook_url')
const channel = (name: string) => slack({ apiUrl: slackWebhook, channel: name })

/** Who is told: the inbox here, Slack in staging, everybody in production. */
export function notify(environment: DpgEnvironment): NotifySpec {
  const policy = environment.notify === 'inbox' ? inboxPolicy(environment) : teamPolicy(environment)
  return { ...policy, inhibitions }
}

/** A failed part silences what follows from it. */
const inhibitions = [
  inhibit({
    because: 'A target that does not answer has no other news.',
    source: ['alertname="TargetDown"'],
    target: ['alertname!="TargetDown"'],
    equal: ['job', 'instance'],
  }),
  inhibit({
    because: 'A database that is down is also slow, full and behind.',
    source: ['alertname="PostgreSQLDown"'],
    target: ['system="postgres"', 'alertname!="PostgreSQLDown"'],
    equal: ['instance'],
  }),
  inhibit({
    because: 'A cache that is down has no hit rate to worry about.',
    source: ['alertname="RedisDown"'],
    target: ['system="redis"', 'alertname!="RedisDown"'],
    equal: ['instance'],
  }),
  inhibit({
    because: 'That the primary of a shard is down is why nobody takes writes.',
    source: ['alertname="ManateeNoPrimary"'],
    target: ['alertname="ManateePostgresDown"', 'role="primary"'],
    equal: ['shard'],
  }),
  inhibit({
    because: 'The critical alert of a pair says all that its warning says.',
    source: ['severity="critical"', 'subject=~".+"'],
    target: ['severity="warning"', 'subject=~".+"'],
    equal: ['subject', 'instance'],
  }),
]

const grouping = { groupBy: ['alertname', 'system', 'instance'] } as const

function inboxPolicy({ criticalGroupWait }: DpgEnvironment): NotifySpec {
  return {
    receivers: [receiver('inbox', [webhook({ url: engineUrl('console', '/api/inbox') })])],
    expectations: [expect({ alerts: ['alertname=~".+"'], reach: ['inbox'], via: ['webhook'] })],
    route: route({
      receiver: 'inbox',
      ...grouping,
      groupInterval: '10s',
      routes: [route({ matchers: ['severity="critical"'], groupWait: criticalGroupWait })],
    }),
  }
}

/** Off duty nobody reads information. */
const businessHours = muteTiming('business-hours', [
  { weekdays: ['monday:friday'], times: [{ startTime: '08:00', endTime: '18:00' }], location: 'UTC' },
])

function teamPolicy({ criticalGroupWait, notify: reach }: DpgEnvironment): NotifySpec {
  const paging =
    reach === 'everywhere'
      ? [pagerduty({ routingKey: secret('pagerduty_routing_key') }), email({ to: ['dpg-oncall@dpg.example'] })]
      : []
  return {
    receivers: [
      receiver('alerts', [channel('#dpg-alerts')]),
      receiver('critical', [...paging, channel('#dpg-critical')]),
      receiver('database', [channel('#dpg-database')]),
      receiver('performance', [channel('#dpg-performance')]),
      receiver('ruvector', [channel('#dpg-ruvector')]),
      receiver('watchdog', [
        webhook({
          url: 'https://deadmansswitch.dpg.example/ping',
          authorization: { type: 'bearer', token: secret('deadmansswitch_token') },
          sendResolved: false,
        }),
      ]),
    ],
    muteTimings: [businessHours],
    expectations: expectations(reach),
    smtp: {
      smarthost: 'smtp.dpg.example:587',
      from: 'alertmanager@dpg.example',
      username: 'alertmanager',
      password: secret('smtp_password'),
    },
    route: route({
      receiver: 'alerts',
      ...grouping,
      allow: { 'route-fallthrough': 'The whole team reads #dpg-alerts; what has no team of its own belongs there.' },
      routes: [
        route({
          matchers: ['alertname="Watchdog"'],
          receiver: 'watchdog',
          groupWait: '0s',
          groupInterval: '1m',
          // Shorter than the interval: of equal ones, only every other look at the group may repeat.
          repeatInterval: '30s',
        }),
        route({
          matchers: ['severity="critical"'],
          receiver: 'critical',
          groupWait: criticalGroupWait,
          repeatInterval: '1h',
        }),
        route({ matchers: ['severity="info"'], receiver: 'alerts', activeTimings: ['business-hours'] }),
        route({ matchers: ['component="ruvector"'], receiver: 'ruvector' }),
        route({ matchers: ['category="database"'], receiver: 'database' }),
        route({ matchers: ['category="performance"'], receiver: 'performance' }),
      ],
    }),
  }
}

/** Who hears of what, by severity and by team. */
function expectations(reach: DpgEnvironment['notify']) {
  const everywhere = reach === 'everywhere' ? ['pagerduty', 'email dpg-oncall@dpg.example'] : []
  const critical = { reach: ['critical'], via: [...everywhere, 'slack #dpg-critical'] }
  const others = 'category!~"database|performance"'
  return [
    expect({ alerts: ['alertname="Watchdog"'], reach: ['watchdog'], via: ['webhook'] }),
    expect({ alerts: ['severity="critical"'], ...critical }),
    expect({ alerts: ['severity="critical"', 'system="manatee"'], ...critical }),
    expect({ alerts: ['severity="critical"', 'component="ruvector"'], ...critical }),
    expect({ alerts: ['severity="info"'], reach: ['alerts'], via: ['slack #dpg-alerts'] }),
    expect({
      alerts: ['severity="warning"', 'component="ruvector"'],
      reach: ['ruvector'],
      via: ['slack #dpg-ruvector'],
    }),
    expect({
      alerts: ['severity="warning"', 'category="database"', 'component!="ruvector"'],
      reach: ['database'],
      via: ['slack #dpg-database'],
    }),
    expect({
      alerts: ['severity="warning"', 'category="performance"', 'component!="ruvector"'],
      reach: ['performance'],
      via: ['slack #dpg-performance'],
    }),
    expect({
      alerts: ['severity="warning"', others, 'component!="ruvector"'],
      reach: ['alerts'],
      via: ['slack #dpg-alerts'],
    }),
  ]
}
