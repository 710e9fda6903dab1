import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeliveryReport } from '../src/drills/deliveries/delivery-report.ts'
import type { FiringAlert } from '../src/drills/deliveries/firing-alert.ts'
import { runDeliveries } from '../src/drills/deliveries/run-deliveries.ts'
import { runSteps } from '../src/drivers/contract.ts'
import { nativeDriver } from '../src/drivers/native/native-driver.ts'
import { findPrograms } from '../src/engines/find-program.ts'
import type { Model } from '../src/model/model.ts'
import { defineEnvironment } from '../src/spec/environment.ts'
import { defineMetrics, gauge } from '../src/spec/metrics.ts'
import { inhibit, muteTiming, receiver, route } from '../src/spec/notify.ts'
import { promql } from '../src/spec/promql.ts'
import { discord, email, msteams, opsgenie, pagerduty, slack, telegram, webhook } from '../src/spec/receivers.ts'
import { alert } from '../src/spec/rules.ts'
import { engineTarget, scrapeJob } from '../src/spec/scrape.ts'
import { secret } from '../src/spec/secret.ts'
import { defineStack } from '../src/spec/stack.ts'
import { defineSystem } from '../src/spec/system.ts'
import { freePorts } from './support/native-stack.ts'
import { resolvedModel } from './support/resolved-model.ts'

let stateDir: string

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-deliveries-'))
})

afterEach(() => rm(stateDir, { recursive: true, force: true }))

test('every integration is told of every alert that the spec sends it', { timeout: 180_000 }, async () => {
  const report = await deliver(['Down', 'Slow', 'Idle'].map((name) => firing(name)))

  expect(report.faults).toEqual([])
  expect(report).toMatchObject({ alerts: 3, delivered: 3, resolved: { arrived: 10, expected: 10 } })
  expect(Object.fromEntries(report.channels.map(({ channel, count }) => [channel, count]))).toEqual({
    'everybody/slack/1': 1,
    'everybody/pagerduty/1': 1,
    'everybody/email/1': 1,
    'everybody/opsgenie/1': 1,
    'everybody/msteams/1': 1,
    'everybody/telegram/1': 1,
    'everybody/discord/1': 1,
    'everybody/webhook/1': 1,
    // What is muted outside of business hours arrives at any hour.
    'few%20people/webhook/1': 2,
  })
})

test('what is wrong with a notification is found', { timeout: 180_000 }, async () => {
  const nowhere = firing('Slow', { runbook_url: 'https://runbooks.example.org/machine/Gone' })
  const unrendered = firing('Idle', { summary: 'Load of {{ $labels.instance }} is <no value>' })
  const { faults, delivered } = await deliver([firing('Down'), nowhere, unrendered], ['Unproven'])

  expect(delivered).toBe(1)
  const channel = 'few%20people/webhook/1'
  expect(faults).toEqual([
    { alert: 'Unproven', channel: '', message: 'no case has it fire' },
    { alert: 'Slow', channel, message: 'there is no runbook at https://runbooks.example.org/machine/Gone' },
    { alert: 'Idle', channel, message: 'it says "<no value>"' },
    { alert: 'Idle', channel, message: 'a template in it was not rendered' },
  ])
})

function firing(name: string, annotations: Readonly<Record<string, string>> = {}): FiringAlert {
  const severity = { Down: 'critical', Slow: 'warning' }[name] ?? 'info'
  return {
    name,
    labels: { alertname: name, severity, system: 'machine', instance: 'db_1:9100' },
    annotations: {
      summary: `${name}: load of <db_1> & "others" is *high*`,
      description: 'The load is 4.5.',
      runbook_url: `https://runbooks.example.org/machine/${name}`,
      ...annotations,
    },
  }
}

async function deliver(alerts: readonly FiringAlert[], unknown: readonly string[] = []): Promise<DeliveryReport> {
  // Teams, Discord and Telegram read secrets from files in newer versions only.
  const programs = await findPrograms(['alertmanager'], { fetch: true, suite: 'sid' })
  const version = programs.found.get('alertmanager')?.version
  if (version === undefined) throw programs.missing.get('alertmanager')
  const [port = 0] = await freePorts(1)
  const outDir = join(stateDir, 'out')
  const driver = nativeDriver({
    stateDir,
    programs,
    bundles: { exporter: '', console: '', simulator: '' },
    seed: null,
  })
  const said: string[] = []
  try {
    return await runDeliveries({
      ...{ model: resolveModel(port, version, outDir), driver, stateDir, outDir, alerts, unknown },
      watchdog: '',
      run: 'test',
      say: (text) => said.push(text),
      signal: new AbortController().signal,
    })
  } finally {
    await runSteps(driver.down({ volumes: true }))
  }
}

function resolveModel(port: number, version: string, configDir: string): Model {
  const metrics = defineMetrics('stock', { load: gauge('node_load1', { help: 'Load over one minute.' }) })
  const rule = (name: string, severity: 'critical' | 'warning' | 'info') =>
    alert(name, {
      expr: promql`${metrics.load} > 4`,
      for: '1m',
      severity,
      summary: 'Load of {{ $labels.instance }} is high',
      description: 'The load is {{ $value }}.',
    })
  const machine = defineSystem('machine', {
    title: 'Machine',
    description: 'The machine of this test.',
    options: {},
    parts: () => ({
      jobs: [scrapeJob('node', { targets: engineTarget('node-exporter'), metrics: [metrics] })],
      rules: [rule('Down', 'critical'), rule('Slow', 'warning'), rule('Idle', 'info')],
      dashboards: [],
    }),
  })
  const everybody = receiver('everybody', [
    slack({ apiUrl: secret('slack_url'), channel: '#all' }),
    pagerduty({ routingKey: secret('pagerduty_key') }),
    email({ to: ['one@example.org'] }),
    opsgenie({ apiKey: secret('opsgenie_key'), teams: ['all'] }),
    msteams({ webhookUrl: secret('msteams_url') }),
    telegram({ botToken: secret('telegram_token'), chatId: -1 }),
    discord({ webhookUrl: secret('discord_url') }),
    webhook({ url: secret('webhook_url'), authorization: { type: 'bearer', token: secret('webhook_token') } }),
  ])
  const root = route({
    receiver: 'few people',
    groupBy: ['alertname'],
    groupWait: '1s',
    groupInterval: '2s',
    routes: [
      route({ matchers: ['severity="critical"'], receiver: 'everybody' }),
      route({ matchers: ['severity="info"'], activeTimings: ['never'] }),
    ],
  })
  const off = { enabled: false }
  const environment = defineEnvironment({
    postgres: { host: 'postgres.example.org', user: 'a', database: 'a', sslmode: 'require' },
    redis: { host: 'redis.example.org' },
    urls: { runbooks: 'https://runbooks.example.org' },
    engines: {
      alertmanager: { port },
      ...{ prometheus: off, grafana: off, exporter: off, console: off, simulator: off, postgres: off, redis: off },
      ...{ 'node-exporter': off, 'postgres-exporter': off, 'redis-exporter': off },
    },
  })
  const stack = defineStack({
    name: 'test',
    environments: { local: environment, staging: environment, production: environment },
    systems: () => [machine()],
    notify: () => ({
      receivers: [everybody, receiver('few people', [webhook({ url: 'https://hooks.example.org/belfry' })])],
      muteTimings: [muteTiming('never', [{ years: ['1970'] }])],
      // The alert that silences others has to be posted behind them.
      inhibitions: [
        inhibit({ because: 'It explains all.', source: ['alertname="Down"'], target: ['alertname!="Down"'] }),
      ],
      smtp: {
        smarthost: 'smtp.example.org:587',
        from: 'a@example.org',
        username: 'a',
        password: secret('smtp_password'),
      },
      route: root,
    }),
  })
  return resolvedModel(stack, {
    environment: 'production',
    placement: { kind: 'native', stateDir, configDir, portOffset: 0 },
    engines: { versions: { alertmanager: version } },
    runbooks: ['Down', 'Slow', 'Idle'].map((name) => ({
      ...{ system: 'machine', alert: name, text: `# ${name}\n` },
      place: { file: `${name}.md`, line: 1, column: 1 },
    })),
  })
}
