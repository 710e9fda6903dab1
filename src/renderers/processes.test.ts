import { describe, expect, test } from 'vitest'
import { testEngines, testModel } from '../../test/support/model.ts'
import type { Model } from '../model/model.ts'
import { nativeSecretPath } from '../model/names.ts'
import { type PlannedProcess, type ProcessPlan, processPlanSchema } from '../model/process-plan.ts'
import type { EngineName } from '../spec/engine-name.ts'
import { renderProcesses } from './processes.ts'

const secret = (name: string) => ({ name, path: nativeSecretPath('/state', name) })

function nativeModel(overrides: Partial<Model> = {}): Model {
  return testModel({
    placement: { kind: 'native', stateDir: '/state', configDir: '/out', portOffset: 0 },
    engines: testEngines({
      console: { enabled: true },
      simulator: { enabled: true },
      postgres: { enabled: true },
      redis: { enabled: true },
    }),
    databases: {
      postgres: {
        host: '127.0.0.1',
        port: 5432,
        user: 'watch',
        database: 'app',
        sslmode: 'disable',
        password: secret('postgres_password'),
      },
      redis: { host: '127.0.0.1', port: 6379, password: secret('redis_password') },
    },
    secrets: ['postgres_password', 'redis_password'].map((name) => ({ secret: secret(name), engines: [] })),
    ...overrides,
  })
}

function plan(model = nativeModel()): ProcessPlan {
  const [only] = renderProcesses(model)
  expect(only?.path).toBe('rendered/processes.json')
  return processPlanSchema.parse(JSON.parse(only?.content ?? ''))
}

function one(engine: EngineName, model?: Model): PlannedProcess {
  const found = plan(model).processes.find((process) => process.engine === engine)
  if (found === undefined) throw new Error(`${engine} is not planned`)
  return found
}

test('other placements have no process plan', () => {
  expect(renderProcesses(testModel())).toEqual([])
})

describe('the process plan', () => {
  test('has a process for every engine that is on, each behind those it waits for', () => {
    const order = plan().processes.map(({ engine }) => engine)
    expect([...order].sort()).toEqual(Object.keys(testEngines()).sort())
    for (const { engine, after } of plan().processes) {
      for (const other of after)
        expect(order.indexOf(other), `${engine} after ${other}`).toBeLessThan(order.indexOf(engine))
    }
  })

  test('waits for nothing that does not run', () => {
    const model = nativeModel({ engines: testEngines() })
    expect(one('postgres-exporter', model).after).toEqual([])
    expect(plan(model).database).toBeNull()
  })

  test('listens on the loopback address only', () => {
    for (const { engine, args, env, port, program } of plan().processes) {
      const words = [...args, ...Object.values(env)].join(' ')
      if (program.kind === 'engine') expect(words, engine).toMatch(new RegExp(`127\\.0\\.0\\.1[: ].*|${port}`))
      expect(words, engine).not.toMatch(/0\.0\.0\.0|=:\d/)
    }
  })

  test('starts Prometheus after Alertmanager, with a reload by request', () => {
    expect(one('prometheus')).toMatchObject({
      args: expect.arrayContaining([
        '--config.file=/out/rendered/prometheus/prometheus.yml',
        '--storage.tsdb.path={data}',
        '--web.enable-lifecycle',
        '--rules.alert.resend-delay=1m',
      ]),
      after: ['alertmanager'],
      configFiles: ['rendered/prometheus/prometheus.yml', 'rendered/prometheus/rules/node.yml'],
      reload: { kind: 'post', url: 'http://127.0.0.1:9090/-/reload' },
    })
  })

  test('keeps Alertmanager from gossiping', () => {
    expect(one('alertmanager').args).toContain('--cluster.listen-address=')
  })

  test('gives each program its password by file, in the form that it reads', () => {
    expect(one('postgres-exporter').env).toMatchObject({ DATA_SOURCE_PASS_FILE: '/state/secrets/postgres_password' })
    expect(one('redis-exporter').secretFiles).toEqual([
      {
        path: '{data}/passwords.json',
        secret: '/state/secrets/redis_password',
        content: '{"redis://127.0.0.1:6379": {secret}}\n',
      },
    ])
    expect(one('redis')).toMatchObject({
      args: expect.arrayContaining(['{data}/redis.conf']),
      secretFiles: [{ secret: '/state/secrets/redis_password', content: 'requirepass {secret}\n' }],
    })
    expect(one('grafana').env).toMatchObject({
      GF_SECURITY_ADMIN_PASSWORD: '$__file{/state/secrets/grafana_admin_password}',
    })
  })

  test('can do without Grafana, and without nothing else', () => {
    expect(
      plan()
        .processes.filter(({ optional }) => optional)
        .map(({ engine }) => engine),
    ).toEqual(['grafana'])
  })

  test('asks an exporter with TLS over TLS', () => {
    const { exporter } = nativeModel()
    const model = nativeModel({ exporter: { ...exporter, tls: { cert: 'c', key: 'k' } } })
    expect(one('exporter', model).ready).toMatchObject({ url: 'https://127.0.0.1:9999/health/live' })
  })
})
