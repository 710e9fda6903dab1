import { describe, expect, test } from 'vitest'
import { somewhere, testAlert, testInhibition, testModel, testReceiver, testRoute } from '../../test/support/model.ts'
import { parseMatcher } from '../model/matcher.ts'
import type { Alert, Model, Route } from '../model/model.ts'
import { promql } from '../spec/promql.ts'
import { checks } from './checks.ts'
import { runChecks } from './run-checks.ts'

const alert = (name: string, severity: Alert['severity'], more: Partial<Alert> = {}) =>
  testAlert({
    name,
    severity,
    labels: { severity, system: 'node', ...more.labels },
    expr: more.expr ?? promql`node_load1 > 1`,
  })
const rules = [
  alert('LoadHigh', 'warning'),
  alert('LoadCritical', 'critical', { labels: { team: 'core' } }),
  alert('Down', 'critical', { expr: promql`sum by (job) (up) == 0` }),
]

function find(id: string, alertmanager: Partial<Model['alertmanager']>, more: Partial<Model> = {}) {
  const model = testModel({
    ruleFiles: [{ system: 'node', groups: [{ name: 'node', interval: '15s', rules }] }],
    alertmanager: { ...testModel().alertmanager, ...alertmanager },
    ...more,
  })
  return runChecks(
    model,
    checks.filter((check) => check.id === id),
  ).filter((problem) => problem.id === id)
}

const child = (matchers: readonly string[], more: Partial<Route> = {}) =>
  testRoute({ receiver: 'team', matchers: matchers.map(parseMatcher), ...more })
const routing = (...routes: Route[]) => ({ route: testRoute({ routes }) })
const expecting = (
  alerts: readonly string[],
  reach: readonly string[],
  via: readonly string[] = [],
): Partial<Model['alertmanager']> => ({
  receivers: [testReceiver(), testReceiver({ name: 'team', integrations: [] })],
  expectations: [{ alerts: alerts.map(parseMatcher), reach, via, place: somewhere }],
})
const inhibiting = (source: string, target: string, equal: readonly string[]): Partial<Model['alertmanager']> => ({
  inhibitions: [testInhibition(source, target, equal)],
})

/** For each check: policies in which it finds something, and policies in which it does not. */
const examples: Record<
  string,
  {
    readonly bad: readonly Partial<Model['alertmanager']>[]
    readonly good: readonly Partial<Model['alertmanager']>[]
  }
> = {
  'route-unreached': {
    bad: [
      routing(child(['severity="info"'])),
      routing(child(['severity="critical"']), child(['alertname="Down"'])),
      routing(child(['severity="critical"'], { routes: [child(['severity="warning"'])] })),
      routing(child(['team="cores"'])),
      routing(child(['team="core"', 'severity="warning"'])),
    ],
    good: [
      routing(child(['severity="critical"']), child(['severity=~"warning|critical"'])),
      routing(child(['severity="critical"'], { continue: true }), child(['alertname="Down"'])),
      routing(child(['instance=~"node.*"'])),
      routing(child(['cluster="test"'])),
      routing(child(['severity="info"'], { allow: { 'route-unreached': 'Information comes with the next system.' } })),
    ],
  },
  'route-fallthrough': {
    bad: [routing(child(['severity="critical"'])), routing(child(['team="core"']))],
    good: [
      routing(),
      routing(child(['severity="critical"']), child(['severity="warning"'])),
      routing(child(['severity="critical"'], { receiver: 'inbox' })),
      {
        route: testRoute({
          routes: [child(['severity="critical"'])],
          allow: { 'route-fallthrough': 'The inbox is read by everybody.' },
        }),
      },
    ],
  },
  'route-group-by': {
    bad: [
      { route: testRoute({ groupBy: ['alertname', 'shard'] }) },
      routing(child(['alertname="Down"'], { groupBy: ['instance'] })),
    ],
    good: [
      { route: testRoute({ groupBy: ['alertname', 'instance', 'cluster', 'team'] }) },
      { route: testRoute({ groupBy: ['...'] }) },
    ],
  },
  'route-expectation': {
    bad: [
      { ...routing(child(['severity="critical"'])), ...expecting(['alertname!=""'], ['inbox']) },
      { ...routing(child(['instance=~"node.*"'])), ...expecting(['alertname!=""'], ['inbox']) },
      expecting(['alertname!=""'], ['inbox'], ['pagerduty']),
      expecting(['alertname!=""'], ['inbocks']),
      { expectations: [{ alerts: [parseMatcher('severity="info"')], reach: ['inbox'], via: [], place: somewhere }] },
      {
        expectations: [{ alerts: [parseMatcher('severity="critical"')], reach: ['inbox'], via: [], place: somewhere }],
      },
    ],
    good: [
      expecting(['alertname!=""'], ['inbox'], ['webhook']),
      {
        ...routing(
          child(['severity="critical"'], { continue: true }),
          child(['severity="critical"'], { receiver: 'inbox' }),
        ),
        receivers: [testReceiver(), testReceiver({ name: 'team', integrations: [] })],
        expectations: [
          { alerts: [parseMatcher('severity="critical"')], reach: ['inbox', 'team'], via: [], place: somewhere },
          { alerts: [parseMatcher('severity!="critical"')], reach: ['inbox'], via: [], place: somewhere },
        ],
      },
    ],
  },
  'receiver-unused': {
    bad: [{ receivers: [testReceiver(), testReceiver({ name: 'nobody' })] }],
    good: [{ receivers: [testReceiver()] }],
  },
  'inhibition-never': {
    bad: [
      inhibiting('alertname="Dwn"', 'severity="warning"', []),
      inhibiting('alertname="Down"', 'severity="info"', []),
      inhibiting('alertname="Down"', 'alertname="LoadHigh"', ['instance']),
      inhibiting('severity="critical"', 'severity="warning"', ['severity']),
      inhibiting('severity="critical"', 'severity="critical"', []),
      inhibiting('severity="critical"', 'severity="warning"', ['shard']),
    ],
    good: [
      inhibiting('alertname="Down"', 'alertname="LoadHigh"', ['job']),
      inhibiting('alertname="LoadCritical"', 'alertname="LoadHigh"', ['instance']),
      inhibiting('severity="critical"', 'severity="warning"', []),
    ],
  },
}

describe.each(Object.entries(examples))('%s', (id, { bad, good }) => {
  test('finds every bad example', () => {
    for (const one of bad) expect(find(id, one), JSON.stringify(one)).not.toEqual([])
  })

  test('passes every good example', () => {
    for (const one of good) expect(find(id, one)).toEqual([])
  })
})

test('an alert that goes astray for some values of a label only is told with them', () => {
  const rule = alert('LoadHigh', 'warning', { labels: { subject: '{{ $labels.instance }}' } })
  const [problem] = find(
    'route-expectation',
    { ...routing(child(['subject=~"a.*"'])), ...expecting(['alertname="LoadHigh"'], ['inbox']) },
    { ruleFiles: [{ system: 'node', groups: [{ name: 'node', interval: '15s', rules: [rule] }] }] },
  )
  expect(problem?.message).toBe('LoadHigh does not reach inbox: it goes to team, when subject=~"a.*"')
})

test('the hint of a route that is not reached names the value that was probably meant', () => {
  const [problem] = find('route-unreached', routing(child(['team="cores"'])))
  expect(problem?.hint).toContain('did you mean core?')
})

/** Checks of alerts that are stricter for the stack's own. */
describe('alerts of the stack', () => {
  const withAlert = (id: string, overrides: Partial<Alert>) =>
    find(
      id,
      {},
      { ruleFiles: [{ system: 'node', groups: [{ name: 'n', interval: '15s', rules: [testAlert(overrides)] }] }] },
    )

  test('alert-for: one without `for` is found, unless there is a reason', () => {
    expect(withAlert('alert-for', { for: '0s' })).toMatchObject([{ severity: 'error' }])
    expect(withAlert('alert-for', { for: '0s', allow: { 'alert-for': 'One sample is proof enough.' } })).toEqual([])
  })

  test('alert-budget: one that is told of too late is found, unless there is a reason', () => {
    const late = { for: '10m', labels: { severity: 'warning' } }
    expect(withAlert('alert-budget', late)).toMatchObject([
      {
        message: expect.stringMatching(
          /^at worst LoadHigh is detected in 10m40s, not in less than 5m and delivered after it fires in 1m5s, not in less than 30s/,
        ),
      },
    ])
    expect(withAlert('alert-budget', { ...late, allow: { 'alert-budget': 'Load of minutes is no harm.' } })).toEqual([])
  })

  test('alert-severity: the severity none needs a reason', () => {
    expect(withAlert('alert-severity', { labels: { severity: 'none' } })).toHaveLength(1)
    expect(withAlert('alert-severity', { labels: { severity: 'info' } })).toEqual([])
  })

  test('alert-duplicate: a name is unique whatever the labels', () => {
    const twice = [alert('LoadHigh', 'warning'), alert('LoadHigh', 'critical')]
    const ruleFiles = [{ system: 'node', groups: [{ name: 'n', interval: '15s', rules: twice }] }]
    expect(find('alert-duplicate', {}, { ruleFiles })).toMatchObject([{ severity: 'error' }])
  })
})
