import { expect, test } from 'vitest'
import { testAlert, testJob, testModel, testReceiver, testRoute } from '../../test/support/model.ts'
import { buildCatalog } from '../model/catalog.ts'
import { parseMatcher } from '../model/matcher.ts'
import { gauge } from '../spec/metrics.ts'
import { promql } from '../spec/promql.ts'
import { consoleStack } from './console-stack.ts'

test('tells of each way of an alert when it is taken, and when it is silent', () => {
  const jobs = [testJob({ families: [gauge('waiting', { help: '', labels: ['queue'] })] })]
  const model = testModel()
  const nightly = testRoute({
    receiver: 'night',
    matchers: [parseMatcher('queue="nightly"')],
    groupWait: '1m',
    activeTimings: ['night'],
  })
  const rules = [testAlert({ expr: promql`waiting > 1` })]
  const stack = consoleStack({
    ...model,
    catalog: buildCatalog(jobs),
    prometheus: { ...model.prometheus, jobs },
    ruleFiles: [{ system: 'node', groups: [{ name: 'node', interval: '15s', rules }] }],
    alertmanager: {
      ...model.alertmanager,
      receivers: [testReceiver({ name: 'all' }), testReceiver({ name: 'night' })],
      route: testRoute({ receiver: 'all', routes: [nightly] }),
    },
  })
  expect(stack).toMatchObject({
    alerts: [
      {
        ways: [
          { when: [['queue="nightly"']], receivers: [{ name: 'night', onlyDuring: ['night'] }] },
          { when: [['queue!="nightly"']], receivers: [{ name: 'all', onlyDuring: [] }] },
        ],
        // The slower of both counts.
        budget: { delivery: 65 },
      },
    ],
  })
})
