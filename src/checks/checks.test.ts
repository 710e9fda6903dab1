import { describe, expect, test } from 'vitest'
import { somewhere, testAlert, testJob, testModel, testReceiver, testRoute } from '../../test/support/model.ts'
import { buildCatalog } from '../model/catalog.ts'
import type { Alert, Model, RuleFile } from '../model/model.ts'
import { counter, defineMetrics, gauge } from '../spec/metrics.ts'
import { promql } from '../spec/promql.ts'
import { checks } from './checks.ts'
import { runChecks, unusedAllowance } from './run-checks.ts'
import { sections } from './runbook-sections.ts'

const rules = (...all: RuleFile['groups'][number]['rules']): readonly RuleFile[] => [
  { system: 'node', groups: [{ name: 'node', interval: '15s', rules: all }] },
]
const page = (alert: string, text = sections.map((section) => `## ${section}\n\nText.\n`).join('\n')) => ({
  system: 'node',
  alert,
  text,
  place: somewhere,
})
const notifying = (overrides: Partial<Model['alertmanager']>): Partial<Model> => ({
  alertmanager: { ...testModel().alertmanager, ...overrides },
})
const emitting = (family: ReturnType<typeof gauge>): Partial<Model> => ({
  catalog: buildCatalog([{ name: 'own', families: Object.values(defineMetrics('exporter', { family })) }]),
})
const recording = (name: string): Partial<Model> => ({
  ruleFiles: rules(testAlert(), {
    kind: 'record',
    name,
    system: 'node',
    expr: promql`node_load1`,
    labels: {},
    allow: {},
    place: somewhere,
  }),
})
const mail = testReceiver({
  name: 'mail',
  integrations: [{ type: 'email', sendResolved: true, to: ['a@example.org'] }],
})
const hook = (url: string) =>
  testReceiver({
    integrations: [{ type: 'webhook', url, authorization: null, tls: null, maxAlerts: 0, sendResolved: true }],
  })
const alerting = (overrides: Partial<Alert>): Partial<Model> => ({ ruleFiles: rules(testAlert(overrides)) })

/** For each check: models in which it finds something, and models in which it does not. */
const examples: Record<string, { readonly bad: readonly Partial<Model>[]; readonly good: readonly Partial<Model>[] }> =
  {
    'nothing-watched': {
      bad: [{ ruleFiles: [] }, { prometheus: { ...testModel().prometheus, jobs: [] } }],
      good: [{}],
    },
    'duplicate-name': {
      bad: [
        notifying({ receivers: [testReceiver(), testReceiver()] }),
        { prometheus: { ...testModel().prometheus, jobs: [testJob(), testJob()] } },
      ],
      good: [{}],
    },
    'runbook-missing': {
      bad: [{ runbooks: [] }, { runbooks: [page('LoadLow')] }],
      good: [{ runbooks: [page('LoadHigh')] }],
    },
    'runbook-orphan': {
      bad: [{ runbooks: [page('LoadHihg')] }],
      good: [{ runbooks: [page('LoadHigh')] }, { runbooks: [page('LoadLow')], switchedOff: ['node/LoadLow'] }],
    },
    'runbook-sections': {
      bad: [{ runbooks: [page('LoadHigh', '')] }, { runbooks: [page('LoadHigh', '## Meaning\n\n## Impact\n\nText.')] }],
      good: [{ runbooks: [page('LoadHigh')] }],
    },
    'receiver-unknown': {
      bad: [
        notifying({ route: testRoute({ receiver: 'inbx' }) }),
        notifying({ route: testRoute({ routes: [testRoute({ muteTimings: ['nights'] })] }) }),
      ],
      good: [{}],
    },
    'receiver-mail': {
      bad: [notifying({ receivers: [mail] })],
      good: [
        notifying({
          receivers: [mail],
          smtp: {
            smarthost: 'smtp.example.org:587',
            from: 'b@example.org',
            username: '',
            password: null,
            requireTls: true,
          },
        }),
      ],
    },
    'metric-name': {
      bad: [
        emitting(gauge('peers_total', { help: 'Peers.' })),
        emitting(counter('requests', { help: 'Requests.' })),
        emitting(gauge('wait_ms', { help: 'Wait.' })),
      ],
      good: [
        emitting(gauge('peers', { help: 'Peers.' })),
        emitting(gauge('peers_total', { help: 'Peers.', nameBecause: 'The document names it so.' })),
        emitting(gauge('wait_seconds', { help: 'Wait.' })),
      ],
    },
    'record-name': { bad: [recording('node_busy')], good: [recording('instance:node_busy:rate5m')] },
    'scrape-timeout': {
      bad: [{ prometheus: { ...testModel().prometheus, jobs: [testJob({ timeout: '20s' })] } }],
      good: [{}],
    },
    'secret-in-url': {
      bad: [notifying({ receivers: [hook('https://me:secret@hooks.example.org/')] })],
      good: [notifying({ receivers: [hook('https://hooks.example.org/@me')] })],
    },
    'engine-version': {
      bad: [
        {
          ...notifying({
            receivers: [
              testReceiver({
                integrations: [
                  { type: 'telegram', sendResolved: true, botToken: { name: 't', path: '/run/secrets/t' }, chatId: 1 },
                ],
              }),
            ],
          }),
          engines: { ...testModel().engines, alertmanager: { ...testModel().engines.alertmanager, version: '0.25.0' } },
        },
      ],
      good: [{}],
    },
  }

describe.each(Object.entries(examples))('%s', (id, example) => {
  const find = (overrides: Partial<Model>) =>
    runChecks(
      testModel(overrides),
      checks.filter((check) => check.id === id),
    ).filter((problem) => problem.id === id)

  test('finds every bad example', () => {
    expect(example.bad.length).toBeGreaterThan(0)
    for (const bad of example.bad) expect(find(bad), JSON.stringify(bad)).not.toEqual([])
  })

  test('passes every good example', () => {
    expect(example.good.length).toBeGreaterThan(0)
    for (const good of example.good) expect(find(good)).toEqual([])
  })
})

test('an allowance that allows nothing is a problem', () => {
  const model = testModel(alerting({ for: '1m', allow: { 'alert-for': 'There was a reason once.' } }))
  expect(runChecks(model, checks).filter(({ id }) => id === unusedAllowance)).toHaveLength(1)
})

test('a problem carries its place, path and hint', () => {
  const [problem] = runChecks(
    testModel(alerting({ for: '0s' })),
    checks.filter(({ id }) => id === 'alert-for'),
  )
  expect(problem).toMatchObject({ path: 'node.alerts.LoadHigh.for', place: somewhere, severity: 'error' })
  expect(problem?.hint).not.toBe('')
})
