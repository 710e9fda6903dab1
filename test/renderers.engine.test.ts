import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { findPrograms } from '../src/engines/find-program.ts'
import type { Program, ProgramName } from '../src/engines/program.ts'
import { fromYaml, toYaml } from '../src/formats/yaml.ts'
import type { Model } from '../src/model/model.ts'
import { alertmanagerConfigPath, prometheusConfigPath } from '../src/model/names.ts'
import { renderAll } from '../src/renderers/renderers.ts'
import { startChild } from './support/child.ts'
import { freePort } from './support/free-port.ts'
import { fullModel } from './support/full-model.ts'
import { startMailSink } from './support/mail-sink.ts'
import { startNotificationSink } from './support/notification-sink.ts'

const run = promisify(execFile)
const dir = mkdtempSync(join(tmpdir(), 'belfry-renderers-'))
const stops: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** The machine's own distribution has the oldest versions that are supported; `sid` the newest. */
const suites = ['', 'sid']
const wanted: readonly ProgramName[] = ['promtool', 'alertmanager', 'amtool']

describe.each(suites)('programs of the suite "%s"', (suite) => {
  test('the checkers accept a configuration that uses everything', { timeout: 180_000 }, async () => {
    const programs = await find(suite)
    const model = modelFor(programs)
    const folder = write(model, join(dir, `checked-${suite}`))
    const promtool = program(programs, 'promtool')
    const config = join(folder, prometheusConfigPath)
    await accepted(promtool, ['check', 'config', '--syntax-only', config])
    await accepted(promtool, ['check', 'rules', join(dirname(config), 'rules/node.yml')])
    await accepted(program(programs, 'amtool'), ['check-config', join(folder, alertmanagerConfigPath)])
  })

  test('Alertmanager renders the templates for every receiver', { timeout: 180_000 }, async () => {
    const programs = await find(suite)
    const { sink, mail, post } = await startAlertmanager(programs, `running-${suite}`)
    await post([whole, bare])
    await vi.waitFor(() => expect(sink.bodies.has('/slack') && mail.messages.length > 0).toBe(true), waiting)
    const newest = suite === 'sid'
    const expected = ['/slack', '/pagerduty', ...(newest ? ['/msteams', '/discord', '/telegram'] : [])]
    await vi.waitFor(() => {
      const paths = [...sink.bodies.keys()]
      for (const path of expected) expect(paths.some((one) => one.startsWith(path))).toBe(true)
      expect(paths.some((path) => path.includes('opsgenie'))).toBe(true)
    }, waiting)

    const messages = [...sink.bodies].map(([path, bodies]) => [path, readable(bodies[0] ?? '')] as const)
    messages.push(['mail', unquoted(mail.messages[0] ?? '')])
    for (const [path, text] of messages) {
      expect(text, path).not.toContain('no value')
      expect(text, path).not.toContain('ZgotmplZ')
      if (path.includes('/inbox')) continue
      expect(text, path).toContain('FIRING 2')
      expect(text, path).toContain('LoadHigh')
      expect(text, path).toContain('runbooks/node/LoadHigh')
    }
    const [, html = ''] = (messages.find(([path]) => path === 'mail')?.[1] ?? '').split('text/html')
    expect(html).toContain('Load of &lt;b&gt;db-1&lt;/b&gt; is high')
    expect(html).not.toContain('<b>db-1</b>')
    expect(messages.find(([path]) => path === '/slack')?.[1]).toContain('Load of &lt;b&gt;db-1&lt;/b&gt; is high')
  })

  test('a link silences exactly the alert, whatever its labels', { timeout: 180_000 }, async () => {
    const { sink, mail, post } = await startAlertmanager(await find(suite), `silences-${suite}`)
    const odd = { alertname: 'Odd', instance: String.raw`a "b" c+d\e&f,{}` }
    await post([{ labels: odd }])
    await vi.waitFor(() => expect(sink.bodies.has('/slack') && mail.messages.length > 0).toBe(true), waiting)
    const slack = readable(sink.bodies.get('/slack')?.[0] ?? '')
    const html = unquoted(mail.messages[0] ?? '').split('text/html')[1] ?? ''
    for (const text of [slack, html.replaceAll('&amp;', '&')]) {
      const [, filter = ''] = /\/silences\/new\?filter=([^|">]+)/.exec(text) ?? []
      expect(decodeURIComponent(filter)).toBe(String.raw`{alertname="Odd",instance="a \"b\" c+d\\e&f,{}"}`)
    }
  })

  test('a message with many long alerts is short enough for Telegram', { timeout: 180_000 }, async (context) => {
    const { sink, post } = await startAlertmanager(await find(suite), `many-${suite}`)
    if (suite === '') context.skip('this Alertmanager reads no bot token from a file')
    const long = 'A long text. '.repeat(100)
    await post(
      Array.from({ length: 30 }, (_, index) => ({
        labels: { ...labels, instance: `db-${index}` },
        annotations: { ...whole.annotations, summary: long, description: long },
      })),
    )
    const sent = () => [...sink.bodies].find(([path]) => path.includes('telegram'))?.[1][0]
    await vi.waitFor(() => expect(sent()).toBeDefined(), waiting)
    const { text } = JSON.parse(sent() ?? '{}') as { readonly text: string }
    expect(text.length).toBeLessThan(4096)
    expect(text).toContain('FIRING 30')
    expect(text.endsWith('</a>')).toBe(true)
  })
})

const waiting = { timeout: 30_000, interval: 100 }
const labels = { alertname: 'LoadHigh', severity: 'critical', system: 'node' }
const whole = {
  labels: { ...labels, instance: 'db-1 "x"' },
  annotations: {
    summary: 'Load of <b>db-1</b> is high',
    description: 'The load is 5 & rising, [see](http://evil.example.org).',
    runbook_url: 'http://127.0.0.1:9095/runbooks/node/LoadHigh',
    dashboard_url: 'http://127.0.0.1:3000/d/test-node',
  },
}
/** What somebody else's rule may send. */
const bare = { labels: { ...labels, instance: 'db-2 "x"' }, annotations: {} }

async function find(suite: string): Promise<ReadonlyMap<ProgramName, Program>> {
  const { found, missing } = await findPrograms(wanted, { fetch: true, ...(suite === '' ? {} : { suite }) })
  for (const fault of missing.values()) throw fault
  return found
}

function program(programs: ReadonlyMap<ProgramName, Program>, name: ProgramName): Program {
  const found = programs.get(name)
  if (found === undefined) throw new Error(`${name} was not found`)
  return found
}

/** Debian's Prometheus is built without Consul, and its older one without Kubernetes. */
function modelFor(programs: ReadonlyMap<ProgramName, Program>, secretsDir = '/run/secrets'): Model {
  const prometheusVersion = program(programs, 'promtool').version
  return fullModel({
    prometheusVersion,
    alertmanagerVersion: program(programs, 'alertmanager').version,
    secretsDir,
    without: prometheusVersion.startsWith('2.') ? ['consul', 'kubernetes'] : ['consul'],
  })
}

function write(model: Model, folder: string): string {
  for (const { path, content } of renderAll(model)) put(join(folder, path), content)
  return folder
}

function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

async function accepted({ path, env }: Program, args: readonly string[]): Promise<void> {
  await run(path, [...args], { env: { ...process.env, ...env } }).catch((error) => {
    throw new Error(`${args.join(' ')}:\n${error.stdout}${error.stderr}`)
  })
}

/** Starts Alertmanager with the rendered configuration, all services replaced by sinks. */
async function startAlertmanager(programs: ReadonlyMap<ProgramName, Program>, name: string) {
  const [sink, mail] = await Promise.all([startNotificationSink(), startMailSink()])
  stops.push(
    () => sink.close(),
    () => mail.close(),
  )
  const secrets = join(dir, name, 'secrets')
  for (const service of ['slack', 'msteams', 'discord', 'webhook'])
    put(join(secrets, `${service}_url`), `${sink.url}/${service}`)
  for (const key of ['pagerduty_key', 'opsgenie_key', 'telegram_token', 'scrape_password']) put(join(secrets, key), key)

  const folder = write(modelFor(programs, secrets), join(dir, name))
  const config = join(folder, alertmanagerConfigPath)
  put(config, redirected(readFileSync(config, 'utf8'), sink.url, mail.address))

  const port = await freePort()
  const { path, env } = program(programs, 'alertmanager')
  const alertmanager = startChild(
    path,
    [
      `--config.file=${config}`,
      `--storage.path=${join(dir, name, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { env: { ...process.env, ...env } },
  )
  stops.push(() => alertmanager.stop())
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => {
    const answer = await fetch(`${url}/-/ready`).catch(() => null)
    if (answer?.ok !== true) throw new Error(alertmanager.output())
  }, waiting)
  return {
    sink,
    mail,
    post: async (alerts: readonly object[]) => {
      const response = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      })
      expect(response.status).toBe(200)
    },
  }
}

/** The same receivers, told at once and reached at other addresses. */
function redirected(text: string, url: string, smarthost: string): string {
  const config = fromYaml(text) as Config
  const { smtp_auth_username: _user, smtp_auth_password_file: _password, ...global } = config.global
  const receivers = config.receivers.map((receiver) => ({
    ...receiver,
    ...(receiver.opsgenie_configs && {
      opsgenie_configs: receiver.opsgenie_configs.map((one) => ({ ...one, api_url: `${url}/opsgenie/` })),
    }),
    ...(receiver.webhook_configs && {
      webhook_configs: [{ url: `${url}/inbox` }],
    }),
  }))
  return toYaml({
    global: {
      ...global,
      smtp_smarthost: smarthost,
      smtp_require_tls: false,
      pagerduty_url: `${url}/pagerduty`,
      telegram_api_url: `${url}/telegram`,
    },
    templates: config.templates,
    route: { receiver: 'everything', group_by: ['alertname'], group_wait: '1s' },
    receivers,
  })
}

interface Config {
  readonly global: Readonly<Record<string, unknown>>
  readonly templates: readonly string[]
  readonly receivers: readonly Readonly<Record<string, readonly object[] | undefined>>[]
}

/** Quoted-printable text without its escapes. */
function unquoted(text: string): string {
  return text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** All texts of a JSON message, without its escapes. */
function readable(body: string): string {
  const texts: string[] = []
  JSON.parse(body, (_key, value) => {
    if (typeof value === 'string') texts.push(value)
    return value
  })
  return texts.join('\n')
}
