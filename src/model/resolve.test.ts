import { describe, expect, test } from 'vitest'
import { dashboard, row } from '../spec/dashboard.ts'
import type { Duration } from '../spec/duration.ts'
import { engineUrl } from '../spec/engine-name.ts'
import { defineEnvironment, type EnvironmentOptions } from '../spec/environment.ts'
import { defineMetrics, gauge } from '../spec/metrics.ts'
import { receiver, route } from '../spec/notify.ts'
import { option } from '../spec/options.ts'
import { panel, target } from '../spec/panels.ts'
import { promql } from '../spec/promql.ts'
import { slack, webhook } from '../spec/receivers.ts'
import { alert, record, rules } from '../spec/rules.ts'
import { engineTarget, scrapeJob } from '../spec/scrape.ts'
import { secret } from '../spec/secret.ts'
import { defineStack, type StackSpec } from '../spec/stack.ts'
import { defineSystem, type SystemSettings } from '../spec/system.ts'
import { resolve } from './resolve.ts'

const metrics = defineMetrics('stock', { up: gauge('redis_up', { help: 'Whether Redis answers.' }) })
const options = {
  interval: option.duration('10s', 'Time between two scrapes.'),
  memoryWarning: option.ratio(0.85, 'Share of memory that warns.'),
}
const redisRules = rules((o: { memoryWarning: number }) => [
  alert('RedisDown', {
    expr: promql`${metrics.up} == 0`,
    for: '15s',
    severity: 'critical',
    summary: 'Redis is down',
    description: 'It does not answer.',
  }),
  alert('RedisFull', {
    expr: promql`redis_memory_ratio > ${o.memoryWarning}`,
    for: '5m',
    severity: 'warning',
    summary: 'Redis is full',
    description: 'Soon.',
  }),
  record('instance:redis_up:min', { expr: promql`min by (instance) (${metrics.up})` }),
])
const redis = defineSystem('redis', {
  title: 'Redis',
  description: 'The cache.',
  options,
  parts: (o) => ({
    jobs: [scrapeJob('redis', { targets: engineTarget('redis-exporter'), metrics: [metrics], interval: o.interval })],
    rules: redisRules(o),
    dashboards: [
      dashboard('redis', {
        title: 'Redis',
        description: 'The cache.',
        rows: [row('State', [panel('stat', { title: 'Up', unit: 'short' }, [target(promql`${metrics.up}`)])])],
      }),
    ],
  }),
})

function stackWith(
  settings: SystemSettings<typeof options> = {},
  environment: EnvironmentOptions = { demo: true },
  overrides: Partial<StackSpec> = {},
): StackSpec {
  const one = defineEnvironment(environment)
  return {
    ...defineStack({
      name: 'test',
      environments: { local: one, staging: one, production: one },
      systems: () => [redis(settings)],
      notify: () => ({
        receivers: [receiver('inbox', [webhook({ url: engineUrl('console', '/api/inbox') })])],
        route: route({ receiver: 'inbox', routes: [route({ matchers: ['severity="critical"'], groupWait: '2s' })] }),
      }),
    }),
    ...overrides,
  }
}

const compose = { environment: 'local', placement: { kind: 'compose' }, runbooks: [], runbookLayout: '' } as const
const modelOf = (spec: StackSpec, request: Parameters<typeof resolve>[1] = compose) => {
  const { model, problems } = resolve(spec, request)
  expect(problems).toEqual([])
  if (model === null) throw new Error('no model')
  return model
}
const problemsOf = (spec: StackSpec) => resolve(spec, compose).problems

describe('a sound spec', () => {
  test('gives every alert its labels, its runbook and its dashboard', () => {
    const down = modelOf(stackWith()).ruleFiles[0]?.groups[0]?.rules.find((rule) => rule.name === 'RedisDown')
    expect(down?.labels).toEqual({ severity: 'critical', system: 'redis' })
    expect(down).toMatchObject({
      annotations: {
        runbook_url: 'http://127.0.0.1:9095/runbooks/redis/RedisDown',
        dashboard_url: 'http://127.0.0.1:3000/d/test-redis',
      },
    })
  })

  test('evaluates recordings before alerts', () => {
    expect(modelOf(stackWith()).ruleFiles[0]?.groups[0]?.rules.map((rule) => rule.kind)).toEqual([
      'record',
      'alert',
      'alert',
    ])
  })

  test('lets a number reach the query through an option', () => {
    const rule = modelOf(stackWith({ memoryWarning: 0.5 })).ruleFiles[0]?.groups[0]?.rules[2]
    expect(rule?.expr.text).toBe('redis_memory_ratio > 0.5')
  })

  test('switches an alert off, and changes another with its query', () => {
    const model = modelOf(
      stackWith({
        alerts: { RedisFull: false, RedisDown: { expr: promql`redis_up < 1`, severity: 'warning', for: '1m' } },
      }),
    )
    const [, down, ...rest] = model.ruleFiles[0]?.groups[0]?.rules ?? []
    expect(rest).toEqual([])
    expect(down).toMatchObject({ for: '1m', severity: 'warning', labels: { severity: 'warning' } })
    expect(down?.expr.text).toBe('redis_up < 1')
    expect(model.switchedOff).toEqual(['redis/RedisFull'])
  })

  test('reaches engines by service name under compose and by loopback address natively', () => {
    const native = {
      ...compose,
      placement: { kind: 'native', stateDir: '/s', configDir: '/c', portOffset: 1000 },
    } as const
    const address = (request: Parameters<typeof resolve>[1]) =>
      modelOf(stackWith(), request).prometheus.jobs[0]?.targets[0]
    expect(address(compose)).toMatchObject({ targets: ['redis-exporter:9121'] })
    expect(address(native)).toMatchObject({ targets: ['127.0.0.1:10121'] })
  })

  test('gives collectors the URL of an engine, wherever it stands in their options', () => {
    const targets = [{ url: engineUrl('simulator', '/one'), name: 'one' }]
    const environment = { demo: true, exporter: { collectors: { one: { targets, limit: 3, none: null } } } }
    expect(modelOf(stackWith({}, environment)).exporter.collectors).toEqual({
      one: { targets: [{ url: 'http://simulator:9096/one', name: 'one' }], limit: 3, none: null },
    })
  })

  test('gives collectors the file of a secret, and the exporter the secret', () => {
    const redis = { host: 'redis.example', passwordFile: secret('other_redis_password') }
    const model = modelOf(stackWith({}, { demo: true, exporter: { collectors: { one: { redis } } } }))
    expect(model.exporter.collectors).toEqual({
      one: { redis: { host: 'redis.example', passwordFile: '/run/secrets/other_redis_password' } },
    })
    const read = model.secrets.find((one) => one.secret.name === 'other_redis_password')
    expect(read?.engines).toEqual(['exporter'])
  })

  test('drops the jobs of engines that do not run', () => {
    const model = modelOf(stackWith(), { ...compose, engines: { without: ['redis-exporter'] } })
    expect(model.prometheus.jobs).toEqual([])
  })

  test('writes out what a route inherits', () => {
    expect(modelOf(stackWith()).alertmanager.route.routes[0]).toMatchObject({
      receiver: 'inbox',
      groupWait: '2s',
      repeatInterval: '4h',
    })
  })

  test('lists each secret once with the engines that read it', () => {
    const names = modelOf(stackWith()).secrets.map(({ secret: { name }, engines }) => `${name}: ${engines.join(' ')}`)
    expect(names).toContain('redis_password: exporter redis-exporter simulator redis')
  })
})

describe('a broken spec', () => {
  test('reports every fault at once, each at the definition that has it', () => {
    const problems = problemsOf(
      stackWith(
        { interval: 'soon' as Duration, alerts: { RedisDwon: false } },
        { demo: true },
        {
          notify: () => ({
            receivers: [receiver('team', [slack({ apiUrl: secret('Not A Name'), channel: '#a' })])],
            route: route({ receiver: 'team', routes: [route({ matchers: ['severity is critical'] })] }),
          }),
        },
      ),
    )
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'notify.receivers.team.integrations.0.apiUrl.name',
      'notify.route.routes.0.matchers.0',
      'redis.alerts.RedisDwon',
      'redis.interval',
    ])
    expect(problems.every(({ place }) => place?.file.endsWith('resolve.test.ts'))).toBe(true)
    expect(new Set(problems.map(({ place }) => place?.line)).size).toBe(3)
  })

  test('groups by no label only at the root, as Alertmanager does', () => {
    const grouped = (groupBy: readonly string[], below: readonly string[]) =>
      problemsOf(
        stackWith(
          {},
          { demo: true },
          {
            notify: () => ({
              receivers: [receiver('team', [])],
              route: route({ receiver: 'team', groupBy, routes: [route({ groupBy: below })] }),
            }),
          },
        ),
      ).map(({ path }) => path)
    expect(grouped([], ['alertname'])).toEqual([])
    expect(grouped(['alertname'], [])).toEqual(['notify.route.routes.0.groupBy'])
  })

  test('suggests the alert and the option that were meant', () => {
    expect(problemsOf(stackWith({ alerts: { RedisDwon: false } }))[0]?.hint).toBe('Did you mean RedisDown?')
    expect(problemsOf(stackWith({ memoryWarnig: 0.5 } as SystemSettings<typeof options>))[0]?.hint).toBe(
      'Did you mean memoryWarning?',
    )
  })

  test('keeps a ratio between 0 and 1', () => {
    expect(problemsOf(stackWith({ memoryWarning: 85 }))).toMatchObject([
      { path: 'redis.memoryWarning', severity: 'error' },
    ])
  })

  test('names the databases that an environment forgot', () => {
    expect(problemsOf(stackWith({}, {})).map(({ path }) => path)).toEqual([
      'environments.local.postgres',
      'environments.local.redis',
    ])
  })

  test('builds nothing on a broken environment', () => {
    expect(problemsOf(stackWith({}, { demo: true, engines: { prometheus: { port: 99999 } } }))).toMatchObject([
      { path: 'environments.local.engines.prometheus.port' },
    ])
  })
})
