import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandResult, runCommand } from '../src/engines/run-command.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const belfry = (args: readonly string[], env: Record<string, string> = {}): Promise<CommandResult> =>
  runCommand(process.execPath, [join(root, 'bin/belfry.js'), ...args], {
    cwd: root,
    env: { GITHUB_ACTIONS: '', ...env },
    timeoutMs: 120_000,
  })

/** Specs stand inside the project, where `#belfry` is known. */
let specs: string

beforeAll(async () => {
  await mkdir(join(root, '.belfry'), { recursive: true })
  specs = await mkdtemp(join(root, '.belfry/ci-'))
  await writeFile(join(specs, 'late.ts'), lateSpec)
})
afterAll(() => rm(specs, { recursive: true, force: true }))

describe('belfry ci', { timeout: 120_000 }, () => {
  const run = (...args: readonly string[]) => [
    'ci',
    '--offline',
    '--stack',
    relative(root, join(specs, 'late.ts')),
    ...args,
  ]

  test('reports the problems of all steps and leaves out what would repeat them', async () => {
    const { exitCode, stdout } = await belfry(run())
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/late\.ts:10:\d+: error: at worst Late is detected in 5m35s.*\[alert-budget\]/)
    expect(stdout).toMatch(/late\.ts:16:\d+: error: an expectation names the receiver pager, which is not there/)
    expect(stdout).toMatch(/^budget +1 error/m)
    expect(stdout).toMatch(/^routes +1 error/m)
    expect(stdout).toMatch(/^rendered files +left out/m)
    expect(stdout).not.toContain('::error')
  })

  test('annotates the lines under GitHub Actions', async () => {
    const { exitCode, stdout } = await belfry(run(), { GITHUB_ACTIONS: 'true' })
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^::error file=.*late\.ts,line=10,col=\d+,title=belfry alert-budget::at worst Late/m)
  })

  test('tells the same as JSON', async () => {
    const { exitCode, stdout } = await belfry(run('--json'))
    expect(exitCode).toBe(1)
    const { ok, steps } = JSON.parse(stdout)
    expect(ok).toBe(false)
    expect(
      steps.map(({ step, skipped }: { step: string; skipped: boolean }) => `${step}${skipped ? ', left out' : ''}`),
    ).toEqual(['checks', 'routes', 'budget', 'rendered files, left out', "engines' checkers, left out", 'alert tests'])
  })
})

describe('belfry routes and budget', { timeout: 60_000 }, () => {
  test('tell of one alert', async () => {
    const routes = await belfry(['routes', 'RedisDown', '--json'])
    expect(JSON.parse(routes.stdout)).toMatchObject({
      environment: 'production',
      alerts: [{ alert: 'RedisDown', ways: [{ when: [], routes: [{ receiver: 'critical' }] }] }],
    })
    const budget = await belfry(['budget', 'RedisDown', '--json'])
    expect(JSON.parse(budget.stdout)).toMatchObject({
      alerts: [{ seconds: { scrape: 20, evaluate: 10, hold: 20, detection: 50, delivery: 25 }, verdict: 'holds' }],
    })
  })

  test('tell of all alerts in any environment', async () => {
    expect((await belfry(['routes', '--env', 'staging'])).stdout).toContain('└─ category="performance" → performance')
    expect((await belfry(['budget', '--env', 'local'])).stdout).toMatch(
      /^\d+ alerts: \d+ hold their bounds, .* 0 are late/m,
    )
  })

  test.each(['routes', 'budget'])('%s knows no alert of another name', async (command) => {
    const { exitCode, stderr } = await belfry([command, 'RedisDwon'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Did you mean RedisDown?')
  })
})

const lateSpec = `import { alert, defineEnvironment, defineStack, defineSystem, engineTarget, expect, promql, receiver, route, scrapeJob } from '#belfry'
const environment = defineEnvironment({ demo: true })
const watched = defineSystem('watched', {
  title: 'Watched',
  description: 'A job.',
  options: {},
  parts: () => ({
    jobs: [scrapeJob('prometheus', { targets: engineTarget('prometheus'), metrics: [] })],
    dashboards: [],
    rules: [alert('Late', { expr: promql\`up == 0\`, for: '5m', severity: 'critical', summary: 'x', description: 'x' })],
  }),
})
const notify = () => ({
  receivers: [receiver('team', [])],
  route: route({ receiver: 'team' }),
  expectations: [expect({ alerts: ['alertname="Late"'], reach: ['pager'] })],
})
export default defineStack({ name: 'late', environments: { local: environment, staging: environment, production: environment }, systems: () => [watched()], notify })
`
