import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandResult, runCommand } from '../src/engines/run-command.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'bin/belfry.js')
const corpora = process.env.BELFRY_CORPORA ?? ''

let scratch: string
const belfry = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand(process.execPath, [program, 'check', ...args], { cwd: scratch, timeoutMs: 60_000 })
const file = async (name: string, text: string): Promise<string> => {
  await mkdir(join(scratch, name, '..'), { recursive: true })
  await writeFile(join(scratch, name), text)
  return name
}

const broken = [
  'groups:',
  '- name: g',
  '  rules:',
  '  - alert: Slow',
  '    expr: >-',
  '      rate(x[5m])',
  '      > (',
  '',
].join('\n')
const sound = 'groups: [{name: s, rules: [{record: "s:up:sum", expr: sum(up)}]}]\n'
const dashboard = (expr: string): string =>
  JSON.stringify({ title: 'D', panels: [{ type: 'timeseries', title: 'P', targets: [{ refId: 'A', expr }] }] }, null, 2)

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'belfry-check-'))
})
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true })
})

describe('rule files of others', { timeout: 60_000 }, () => {
  test('are fine when they are', async () => {
    const { exitCode, stdout, stderr } = await belfry('--rules', await file('sound.yml', sound))
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'checked: no problems' })
    expect(stderr).toContain('1 rule, 0 dashboards, 1 query')
  })

  test('show a fault in a folded block at its line and column, with the line and a caret', async () => {
    const { exitCode, stdout } = await belfry('--rules', await file('broken.yml', broken), '--only', 'query-syntax')
    expect(exitCode).toBe(1)
    const [first = '', line = '', carets = ''] = stdout.split('\n')
    expect(first).toMatch(/^broken\.yml:7:\d+: error: .* \[query-syntax\]$/)
    expect(line).toContain('rate(x[5m]) > (')
    expect(carets.trim()).toMatch(/^\|\s+\^+$/)
    expect(stdout).toContain('1 error, 0 warnings')
  })

  test('are checked though one of them is none', async () => {
    const { exitCode, stdout } = await belfry(
      '--rules',
      await file('other.yml', 'a: [1\n'),
      await file('broken.yml', broken),
    )
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^other\.yml:\d+:\d+: error: not YAML/m)
    expect(stdout).toContain('[query-syntax]')
  })

  test('are found in folders, where files of another kind are left out', async () => {
    await file('folder/deep/broken.yaml', broken)
    await file('folder/deployment.yml', 'kind: Deployment\n')
    const { stdout, stderr } = await belfry('--rules', 'folder')
    expect(stdout).toContain('folder/deep/broken.yaml:7:')
    expect(stdout).toContain('1 error')
    expect(stderr).toContain('left out: 1 file of another kind')
  })

  test('allow a finding with a reason; an allowance without use is a problem', async () => {
    const commented = (comment: string, more = '') =>
      `groups:\n- name: g\n  rules:\n  ${comment}\n  - alert: A\n    expr: up == 0\n${more}`
    const idsOf = async (text: string): Promise<readonly string[]> => {
      const allowFile = await file('allow.yml', text)
      const { stdout } = await belfry('--rules', allowFile, '--json', '--only', 'alert-for,allow-unused')
      return JSON.parse(stdout).problems.map(({ id }: { id: string }) => id)
    }
    const allowing = '# belfry allow alert-for: one sample is proof enough'
    expect(await idsOf(commented('# nothing'))).toEqual(['alert-for'])
    expect(await idsOf(commented(allowing))).toEqual([])
    expect(await idsOf(commented(allowing, '    for: 5m\n'))).toEqual(['allow-unused'])
  })
})

test('the example of the page is what the command says', { timeout: 60_000 }, async () => {
  const page = await readFile(join(root, 'docs/checking-your-files.md'), 'utf8')
  const [, rules = ''] = /```yaml\n(groups:[\s\S]*?)```/.exec(page) ?? []
  const [, report = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? []
  await file('rules/api.yml', rules)
  expect((await belfry('--rules', 'rules')).stdout).toBe(report.trim())
})

describe('dashboards of others', { timeout: 60_000 }, () => {
  test('are checked with their variables', async () => {
    const fine = await file('fine.json', dashboard('sum(rate(x{job=~"$job"}[$__rate_interval]))'))
    expect(await belfry('--dashboards', fine, '--only', 'query-syntax')).toMatchObject({
      exitCode: 0,
      stdout: 'checked: no problems',
    })
  })

  test('show a fault at its line and column in the JSON', async () => {
    const text = dashboard('sum(x{a="b"}[$__interval]) + +')
    const { stdout } = await belfry('--dashboards', await file('broken.json', text))
    const [, line = '0', column = '0'] = /^broken\.json:(\d+):(\d+): error/.exec(stdout) ?? []
    expect(text.split('\n')[Number(line) - 1]).toContain('"expr"')
    expect(Number(column)).toBeGreaterThan(10)
  })
})

describe('the world of the files', { timeout: 60_000 }, () => {
  const exposition = '# TYPE http_requests_total counter\nhttp_requests_total{code="200"} 1\n'
  const using = (metric: string) => `groups: [{name: g, rules: [{record: a, expr: 'rate(${metric}[5m])'}]}]\n`

  test('is open without a catalog', async () => {
    expect((await belfry('--rules', await file('any.yml', using('anything_total')))).exitCode).toBe(0)
  })

  test('is closed by an exposition in a file', async () => {
    const catalog = await file('metrics.txt', exposition)
    const { exitCode, stdout } = await belfry(
      '--rules',
      await file('typo.yml', using('http_request_total')),
      '--catalog',
      catalog,
    )
    expect(exitCode).toBe(1)
    expect(stdout).toContain('http_requests_total')
    const fine = await file('known.yml', using('http_requests_total{job="any", code="500", pod="added"}'))
    expect(await belfry('--rules', fine, '--catalog', catalog)).toMatchObject({ exitCode: 0 })
  })

  test('is closed by a running Prometheus', async () => {
    const answers: Record<string, unknown> = {
      '/api/v1/metadata': { http_requests_total: [{ type: 'counter', help: '', unit: '' }] },
      '/api/v1/label/__name__/values': ['http_requests_total', 'job:http_requests:rate5m', 'up'],
      '/api/v1/labels': ['__name__', 'job', 'instance', 'code'],
    }
    const server = createServer((request, response) => {
      const data = answers[new URL(request.url ?? '/', 'http://localhost').pathname]
      response.writeHead(data === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ status: 'success', data }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      const typo = await belfry('--rules', await file('typo.yml', using('http_request_total')), '--catalog', url)
      expect(typo.exitCode, typo.stderr).toBe(1)
      const fine = await file('known.yml', using('http_requests_total{code="500"}'))
      expect(await belfry('--rules', fine, '--catalog', url)).toMatchObject({ exitCode: 0 })
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })
})

test('a query of the stack shows its line in the TypeScript file, and a caret', { timeout: 60_000 }, async () => {
  await mkdir(join(root, '.belfry'), { recursive: true })
  const folder = await mkdtemp(join(root, '.belfry/specs-'))
  const path = join(folder, 'broken.ts')
  const text = `import { defineEnvironment, defineStack, promql, receiver, route, webhook } from '#belfry'
import { redis } from '../../stack/systems/redis.ts'

const environment = defineEnvironment({ demo: true })
const expr = promql\`
  redis_up
    == sum(
\`

export default defineStack({
  name: 'broken',
  environments: { local: environment, staging: environment, production: environment },
  systems: () => [redis({ alerts: { RedisDown: { expr } } })],
  notify: () => ({
    receivers: [receiver('inbox', [webhook({ url: 'http://127.0.0.1/' })])],
    route: route({ receiver: 'inbox' }),
  }),
})
`
  try {
    await writeFile(path, text)
    const args = [program, '--stack', path, 'check', '--no-engines', '--env', 'local', '--only', 'query-syntax']
    const { exitCode, stdout } = await runCommand(process.execPath, args, { cwd: root, timeoutMs: 60_000 })
    expect(exitCode).toBe(1)
    const [first = '', line = '', carets = ''] = stdout.split('\n')
    expect(first).toMatch(/broken\.ts:7:11: error: .* \[query-syntax\]$/)
    expect(line).toBe('    7 |   == sum(')
    expect(carets).toBe('      |         ^')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

describe('a report', { timeout: 60_000 }, () => {
  test('is JSON, SARIF or annotations when asked for', async () => {
    await file('broken.yml', broken)
    const report = (...args: readonly string[]) => belfry('--rules', 'broken.yml', '--only', 'query-syntax', ...args)
    const json = JSON.parse((await report('--json')).stdout)
    expect(json.problems[0]).toMatchObject({ id: 'query-syntax', place: { file: 'broken.yml', line: 7 } })
    const sarif = JSON.parse((await report('--format', 'sarif')).stdout)
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'query-syntax' }] }] })
    const github = await report('--format', 'github')
    expect(github.stdout).toMatch(/^::error file=broken\.yml,line=7,col=\d+/)
    expect(github.exitCode).toBe(1)
  })

  test('has only what is asked for', async () => {
    await file('broken.yml', broken)
    expect(await belfry('--rules', 'broken.yml', '--only', 'query-range,query-idle')).toMatchObject({ exitCode: 0 })
    expect(await belfry('--rules', 'broken.yml', '--only', 'query-syntax')).toMatchObject({ exitCode: 1 })
    expect(await belfry('--rules', 'broken.yml', '--severity', 'error')).toMatchObject({ exitCode: 1 })
  })
})

describe('bad usage is one clear error', { timeout: 60_000 }, () => {
  test.each([
    [['--only', 'query-sintax', '--rules', 'x.yml'], 'Did you mean query-syntax?'],
    [['--rules', 'missing.yml'], 'there is no such file'],
    [['--rules', '*.yml'], 'patterns are for the shell to fill in'],
    [['--rules', '-'], 'the standard input is /dev/stdin'],
    [['--catalog', 'x.txt'], '--rules or --dashboards'],
    [['--format', 'xml'], 'Allowed choices are'],
    [['rules.yml'], 'write belfry check --rules rules.yml'],
    [[], 'belfry check --rules FILE'],
    [['--rule', 'x.yml'], 'Run `belfry check --help`'],
  ])('%j', async (args, message) => {
    const { exitCode, stderr } = await belfry(...args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('a watch checks again when a file is replaced, and ends when it is interrupted', { timeout: 60_000 }, async () => {
  await file('watched/rules.yml', sound)
  const child = spawn(process.execPath, [program, 'check', '--rules', 'watched', '--watch'], { cwd: scratch })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const until = async (text: string): Promise<void> => {
    for (let tries = 0; !said.includes(text) && tries < 400; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(said).toContain(text)
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  try {
    await until('watching')
    await file('watched/rules.yml', broken)
    await until('[query-syntax]')
    expect(said).toContain('changed: watched/rules.yml')
  } finally {
    child.kill('SIGINT')
  }
  expect(await ended).toBe(0)
})

describe.skipIf(!existsSync(corpora))('the corpora (BELFRY_CORPORA)', { timeout: 120_000 }, () => {
  test('every rule file is read, and no query of it is refused', async () => {
    const { stdout } = await belfry(
      '--rules',
      join(corpora, 'rules'),
      '--json',
      '--only',
      'query-syntax,rule-file-valid',
    )
    expect(JSON.parse(stdout).problems).toEqual([])
  })

  test('every dashboard is read; the two queries that are refused are broken', async () => {
    const args = ['--json', '--only', 'query-syntax,dashboard-file-valid']
    const { stdout, stderr } = await belfry('--dashboards', join(corpora, 'dashboards'), ...args)
    const places = JSON.parse(stdout).problems.map(({ place }: { place: { file: string; line: number } }) => place.line)
    // `label_values(x{hostname, …})`: a label without a comparison.
    expect(places).toEqual([812, 832])
    expect(stderr).toContain(`${(await readdir(join(corpora, 'dashboards'))).length} dashboards`)
  })
})
