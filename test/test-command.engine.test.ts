import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandResult, runCommand } from '../src/engines/run-command.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Specs stand inside the project, where `#belfry` is known. */
let folder: string
beforeAll(async () => {
  await mkdir(join(root, '.belfry'), { recursive: true })
  folder = await mkdtemp(join(root, '.belfry/test-'))
  await writeFile(join(folder, 'stack.ts'), spec)
})
afterAll(() => rm(folder, { recursive: true }))

const belfry = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand(
    process.execPath,
    [
      ...[join(root, 'bin/belfry.js'), 'test', '--stack', relative(root, join(folder, 'stack.ts'))],
      ...['--state', join(folder, 'state'), ...args],
    ],
    { cwd: root, timeoutMs: 60_000 },
  )

describe('belfry test', { timeout: 60_000 }, () => {
  test('says what does not hold at its line, and when it does', async () => {
    const { exitCode, stdout, stderr } = await belfry()
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(
      /stack\.ts:15:\d+: error: Gone at 1m20s: it is quiet and should fire \(too soon\) \[case-failed\]/,
    )
    expect(stdout).toContain("by Belfry's own evaluation it fires from 1m30s to 2m")
    expect(stderr).toContain('of 1 alerts 1 fire, 1 stay quiet, 1 resolve')
    const { alerts } = JSON.parse(await readFile(join(folder, 'state/proof/cases.json'), 'utf8'))
    expect(alerts.Gone).toMatchObject({ failed: 1 })
  })

  test('annotates lines for GitHub', async () => {
    const { exitCode, stdout } = await belfry('--format', 'github')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(
      /^::error file=\S*stack\.ts,line=15,col=\d+,title=belfry case-failed::Gone at 1m20s: it is quiet .*%0Aby Belfry's own/m,
    )
    expect(stdout.split('\n')).toHaveLength(1)
  })

  test('has all of it in JSON, boundaries that could not be derived included', async () => {
    const { exitCode, stdout } = await belfry('--json')
    expect(exitCode).toBe(1)
    const { problems, cases, underived } = JSON.parse(stdout)
    expect(problems).toMatchObject([{ id: 'case-failed', place: { line: 15 } }])
    expect(cases).toBeGreaterThan(2)
    expect(underived).toContainEqual({
      alert: 'Gone',
      boundary: 'one series of many',
      reason: 'it is one alert for all series',
    })
    expect((await belfry('--boundaries')).stderr).toContain(
      '  Gone: one series of many: it is one alert for all series',
    )
  })

  test('knows no rule of another name', async () => {
    expect(await belfry('Goen')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean Gone?') })
  })
})

const spec = `import { alert, cases, changes, defineEnvironment, defineStack, defineSystem, engineTarget, example, fires, given, promql, quiet, receiver, route, scrapeJob } from '#belfry'
const environment = defineEnvironment({ demo: true })
const told = { summary: 'It is gone', description: 'Nothing answers.' }
const watched = defineSystem('watched', {
  title: 'Watched',
  description: 'A job.',
  options: {},
  parts: () => ({
    jobs: [scrapeJob('prometheus', { targets: engineTarget('prometheus'), metrics: [] })],
    dashboards: [],
    rules: [alert('Gone', { expr: promql\`sum(up{job="prometheus"}) < 1\`, for: '15s', severity: 'critical', ...told })],
    cases: cases(() => [
      example('Gone', 'too soon', {
        given: [given('up', { job: 'prometheus' }, changes({ '0s': 1, '1m': 0, '2m': 1 }))],
        expect: [fires('1m20s', told), fires('2m', told), quiet('2m20s')],
      }),
      example('Gone', 'is quiet', { given: [given('up', { job: 'prometheus' }, 1)], expect: [quiet('2m')] }),
    ]),
  }),
})
const notify = () => ({ receivers: [receiver('team', [])], route: route({ receiver: 'team' }) })
export default defineStack({ name: 'watched', environments: { local: environment, staging: environment, production: environment }, systems: () => [watched()], notify })
`
