import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startConsole } from '../src/console/start-console.ts'
import { checkAlertmanagerConfig } from '../src/engines/amtool.ts'
import { findProgram, findPrograms } from '../src/engines/find-program.ts'
import type { Program, ProgramName } from '../src/engines/program.ts'
import { checkPrometheusConfig, checkPrometheusRules } from '../src/engines/promtool.ts'
import { createLog } from '../src/http/log.ts'
import type { HttpServer } from '../src/http/server.ts'
import { type AlertmanagerClient, alertmanagerClient } from '../src/live/alertmanager.ts'
import { type PrometheusClient, prometheusClient } from '../src/live/prometheus.ts'
import { freePort } from './support/free-port.ts'

const names: readonly ProgramName[] = ['prometheus', 'promtool', 'alertmanager', 'amtool']

/** The suite of this machine; empty where there is no Debian. */
const codename =
  /^ID=debian$[\s\S]*^VERSION_CODENAME=(\w+)$|^VERSION_CODENAME=(\w+)$[\s\S]*^ID=debian$/m
    .exec(await readFile('/etc/os-release', 'utf8').catch(() => ''))
    ?.slice(1)
    .join('') ?? ''

/** This machine's own suite, and the one with the newest versions; a suite that cannot be had is skipped. */
const suites = await Promise.all(
  ['own', 'sid'].map(async (suite) => {
    const { found, missing } = await findPrograms(names, { fetch: true, ...(suite === 'own' ? {} : { suite }) })
    const versions = [...found.values()].map(({ name, version }) => `${name} ${version}`).join(', ')
    return { suite, found, missing, title: `${suite}: ${versions}` }
  }),
)

describe.each(suites)('engines of the suite $title', ({ found, missing }) => {
  const children: ChildProcess[] = []
  let folder = ''
  let inbox: HttpServer
  let prometheus: PrometheusClient
  let alertmanager: AlertmanagerClient

  const program = (name: ProgramName): Program => {
    const one = found.get(name)
    if (one === undefined) throw new Error(missing.get(name)?.message)
    return one
  }
  const start = (name: ProgramName, args: readonly string[]): void => {
    const { path, env } = program(name)
    children.push(spawn(path, args, { env: { ...process.env, ...env }, stdio: 'ignore', cwd: folder }))
  }
  const file = async (name: string, lines: readonly string[]): Promise<string> => {
    await writeFile(join(folder, name), `${lines.join('\n')}\n`)
    return join(folder, name)
  }
  const rule =
    "groups: [{name: test, rules: [{alert: AlwaysRings, expr: 'vector(1)', annotations: {summary: it rings}}]}]"

  beforeAll(async () => {
    if (missing.size > 0) return
    folder = await mkdtemp(join(tmpdir(), 'belfry-engines-'))
    const config = {
      listen: { host: '127.0.0.1', port: 0 },
      stateDir: join(folder, 'console'),
      runbooksDir: folder,
      links: [],
    }
    inbox = await startConsole(config, createLog('test', { level: 'silent' }))
    const ports = [await freePort(), await freePort()]
    const alertmanagerConfig = await file('alertmanager.yml', [
      'route: {receiver: inbox, group_by: [alertname], group_wait: 0s, group_interval: 1s}',
      `receivers: [{name: inbox, webhook_configs: [{url: '${inbox.url}/api/inbox'}]}]`,
    ])
    await file('rules.yml', [rule])
    const prometheusConfig = await file('prometheus.yml', [
      'global: {scrape_interval: 1s, evaluation_interval: 1s}',
      'rule_files: [rules.yml]',
      `alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:${ports[1]}']}]}]}`,
      `scrape_configs: [{job_name: self, static_configs: [{targets: ['127.0.0.1:${ports[0]}']}]}]`,
    ])
    start('alertmanager', [
      `--config.file=${alertmanagerConfig}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${ports[1]}`,
      '--cluster.listen-address=',
    ])
    start('prometheus', [
      `--config.file=${prometheusConfig}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${ports[0]}`,
      '--web.enable-lifecycle',
      '--rules.alert.resend-delay=1s',
    ])
    prometheus = prometheusClient({ url: `http://127.0.0.1:${ports[0]}` })
    alertmanager = alertmanagerClient({ url: `http://127.0.0.1:${ports[1]}` })
    await until(() => prometheus.ready())
    await until(() => alertmanager.ready())
  }, 60_000)

  afterAll(async () => {
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')))
    await inbox?.stop()
    if (folder !== '') await rm(folder, { recursive: true })
  }, 30_000)

  it.skipIf(missing.size > 0)('are of the versions that were found', async () => {
    expect(await prometheus.buildInfo()).toEqual({ version: program('prometheus').version })
    expect((await alertmanager.status()).version).toBe(program('alertmanager').version)
  })

  it.skipIf(missing.size > 0)(
    'ring: rule, alert, notification, inbox',
    async () => {
      await until(async () => (await prometheus.alerts()).some(({ state }) => state === 'firing'))
      expect(await prometheus.rules()).toMatchObject([
        { name: 'test', rules: [{ name: 'AlwaysRings', type: 'alerting', health: 'ok', lastError: '' }] },
      ])
      await until(async () => (await alertmanager.alerts(['alertname="AlwaysRings"'])).length === 1)
      await until(async () => (await rang('AlwaysRings')) > 0)
    },
    30_000,
  )

  it.skipIf(missing.size > 0)(
    'answer queries about what they scraped',
    async () => {
      await until(async () => (await prometheus.targets()).some(({ health }) => health === 'up'))
      await until(async () => (await prometheus.query('up == 1')).length === 1)
      expect(await prometheus.query('1 / 0')).toMatchObject([
        { metric: {}, value: { value: Number.POSITIVE_INFINITY } },
      ])
      const now = Date.now() / 1000
      const range = await prometheus.queryRange('up', { start: now - 60, end: now + 1 }, 1)
      expect(range[0]?.values.at(-1)?.value).toBe(1)
      expect(await prometheus.labelValues('job')).toContain('self')
      expect((await prometheus.series(['up{job="self"}']))[0]).toMatchObject({ job: 'self' })
      expect((await prometheus.metadata('prometheus_build_info')).prometheus_build_info?.[0]?.type).toBe('gauge')
      await expect(prometheus.query('sum(')).rejects.toMatchObject({ message: expect.stringContaining('parse error') })
    },
    30_000,
  )

  it.skipIf(missing.size > 0)('take alerts that are sent by hand', async () => {
    await alertmanager.postAlerts([{ labels: { alertname: 'ByHand' }, annotations: { summary: 'a drill' } }])
    await until(async () => (await rang('ByHand')) > 0)
  })

  it.skipIf(missing.size > 0)('reload, and say why they refuse', async () => {
    await prometheus.reload()
    await alertmanager.reload()
    await file('rules.yml', ['groups: [{name: test, rules: [{alert: A, expr: "sum("}]}]'])
    await expect(prometheus.reload()).rejects.toMatchObject({ code: 'REQUEST_FAILED' })
    await file('alertmanager.yml', ['route: {receiver: nobody}'])
    await expect(alertmanager.reload()).rejects.toMatchObject({ message: expect.stringContaining('nobody') })
  })

  it.skipIf(missing.size > 0)('have checkers that name the fault', async () => {
    const promtool = program('promtool')
    await file('bad.yml', ['groups: [{name: a, rules: [{alert: A, expr: "sum("}]}]'])
    await file('good.yml', [rule])
    await file('bad-config.yml', ['scrape_configs: [{job_name: a, wrong: 1}]'])
    await file('bad-alertmanager.yml', ['route: {receiver: a}', 'receivers: [{name: b}]'])
    const rules = await checkPrometheusRules({ promtool, folder }, ['good.yml', 'bad.yml'])
    expect(rules.problems).toMatchObject([{ path: 'bad.yml', message: expect.stringContaining('parse') }])
    const config = await checkPrometheusConfig({ promtool, folder }, 'bad-config.yml')
    expect(config.problems).toMatchObject([{ message: expect.stringContaining('field wrong not found') }])
    const am = await checkAlertmanagerConfig(program('amtool'), folder, 'bad-alertmanager.yml')
    expect(am.problems).toMatchObject([{ message: 'bad-alertmanager.yml: undefined receiver "a" used in route' }])
    expect((await checkPrometheusRules({ promtool, folder }, ['good.yml'])).problems).toEqual([])
  })

  async function rang(alertname: string): Promise<number> {
    const answer = await fetch(`${inbox.url}/api/inbox?alertname=${alertname}`)
    return ((await answer.json()) as { notifications: unknown[] }).notifications.length
  }
})

describe.skipIf(codename === '')('the cache', () => {
  let cacheDir = ''
  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'belfry-cache-'))
  })
  afterAll(() => rm(cacheDir, { recursive: true }))

  it('is filled once when two runs want the same, and used by the next', async () => {
    const options = { cacheDir, fetch: true, suite: codename }
    const both = await Promise.all([findProgram('redis_exporter', options), findProgram('redis_exporter', options)])
    expect(both[0].path).toBe(both[1].path)
    expect(await readdir(join(cacheDir, 'packages'))).toHaveLength(1)
    expect(await readdir(cacheDir)).not.toContain('lock')
    expect(await findProgram('redis_exporter', { ...options, fetch: false })).toMatchObject({ origin: 'cache' })
  }, 120_000)
})

/** Waits for a condition; the test's own time limit ends it. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(100)
}
