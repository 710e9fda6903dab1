import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withLock } from '../src/drivers/lock.ts'
import { type CommandResult, runCommand } from '../src/engines/run-command.ts'
import { startChild, until } from './support/child.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'bin/belfry.js')
const belfry = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand(process.execPath, [program, ...args], { cwd: root, timeoutMs: 60_000 })

let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'belfry-failures-'))
  await writeFile(join(scratch, 'file'), '')
})
afterAll(() => rm(scratch, { recursive: true }))

describe('with --json a failure is JSON as well', { timeout: 60_000 }, () => {
  test('when a command cannot do its work', async () => {
    const { exitCode, stdout, stderr } = await belfry('status', '--json', '--state', join(scratch, 'nothing'))
    expect(exitCode).toBe(3)
    expect(stderr).toContain('nothing was started from this folder')
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'NOT_RUNNING',
        message: 'nothing was started from this folder',
        hint: 'Run `belfry up` first.',
      },
    })
  })

  test('when it is not understood', async () => {
    const { exitCode, stdout } = await belfry('status', '--json', '--nope')
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'BAD_OPTION', message: "error: unknown option '--nope'" })
  })

  test('when the spec has problems', async () => {
    await mkdir(join(root, '.belfry'), { recursive: true })
    const specs = await mkdtemp(join(root, '.belfry/failures-'))
    try {
      await writeFile(join(specs, 'stack.ts'), brokenSpec)
      const spec = relative(root, join(specs, 'stack.ts'))
      const { exitCode, stdout, stderr } = await belfry('routes', '--json', '--stack', spec)
      expect(exitCode).toBe(1)
      expect(stderr).toContain('1 error')
      expect(JSON.parse(stdout).problems).toHaveLength(1)
    } finally {
      await rm(specs, { recursive: true })
    }
  })
})

test('a damaged file of the state folder is named, and is no bug', { timeout: 60_000 }, async () => {
  await mkdir(join(scratch, 'damaged'))
  await writeFile(join(scratch, 'damaged/run.json'), '{')
  for (const command of ['status', 'down', 'logs']) {
    const { exitCode, stderr } = await belfry(command, '--state', join(scratch, 'damaged'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`${join(scratch, 'damaged/run.json')} is damaged`)
  }
})

test('processes are looked at and stopped without a spec', { timeout: 60_000 }, async () => {
  const stateDir = join(scratch, 'without-spec')
  await mkdir(stateDir)
  const skipped = { grafana: 'it cannot be had' }
  const state = { driver: 'native', environment: 'local', portOffset: 0, prometheusPort: 1, outDir: stateDir, skipped }
  await writeFile(join(stateDir, 'run.json'), JSON.stringify(state))
  const places = ['--state', stateDir, '--stack', 'nowhere.ts']
  const { exitCode, stdout } = await belfry('status', '--json', ...places)
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    environment: 'local',
    engines: [{ engine: 'grafana', state: 'absent', detail: 'skipped: it cannot be had' }],
    error: expect.stringContaining('127.0.0.1:1'),
  })
  expect(await belfry('down', ...places)).toMatchObject({ exitCode: 0 })
})

test('one command at a time changes a stack, and leaves no lock', { timeout: 60_000 }, async () => {
  const state = join(scratch, 'locked')
  await withLock(state, 'belfry up', async () => {
    const { exitCode, stderr } = await belfry('up', '--driver', 'fake', '--state', state)
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`process ${process.pid} is busy with \`belfry up\` on this stack`)
  })
  expect(await readdir(state)).toEqual([])
})

test('what the machine refuses is no bug', { timeout: 60_000 }, async () => {
  const { exitCode, stderr } = await belfry('up', '--driver', 'fake', '--state', join(scratch, 'file/state'))
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^belfry: ENOTDIR: [^\n]*$/)
})

test('what was shown is shown although it cannot be kept', { timeout: 60_000 }, async ({ skip }) => {
  const { exitCode, stdout, stderr } = await belfry('mutate', 'Watchdog', '--offline', '--state', join(scratch, 'file'))
  if (stderr.includes('promtool was not found')) skip('promtool is not here')
  expect(stderr).toContain('verdicts cannot be kept: ')
  expect(stdout).toContain('SCORE')
  expect(exitCode).toBeLessThan(2)
})

test('a reader who goes away is no failure', { timeout: 60_000 }, async () => {
  const script = 'set -o pipefail; "$@" | true'
  const { exitCode, stderr } = await runCommand(
    'bash',
    ['-c', script, 'bash', process.execPath, program, 'budget', '--json'],
    {
      cwd: root,
      timeoutMs: 60_000,
    },
  )
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('a watch of a folder without a spec ends with its reason', { timeout: 60_000 }, async () => {
  const { exitCode, stderr } = await runCommand(process.execPath, [program, 'check', '--watch'], {
    cwd: scratch,
    timeoutMs: 60_000,
  })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('there is no spec at')
})

test('an interrupted checker is ended, and leaves no file', { timeout: 60_000 }, async () => {
  const [bin, temporary, begun] = [join(scratch, 'bin'), join(scratch, 'tmp'), join(scratch, 'begun')]
  await mkdir(bin)
  await mkdir(temporary)
  await writeFile(join(bin, 'promtool'), slowPromtool(begun))
  await chmod(join(bin, 'promtool'), 0o755)
  const child = startChild(process.execPath, [program, 'check', '--offline', '--env', 'local'], {
    cwd: root,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, TMPDIR: temporary },
  })
  await until('the checker', async () => (await readFile(begun, 'utf8')) !== '', 60_000)
  await child.stop('SIGINT')
  expect(child.output()).toMatch(/^belfry: interrupted$/m)
  expect(await readdir(temporary)).toEqual([])
  const pid = Number(await readFile(begun, 'utf8'))
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

const slowPromtool = (begun: string): string => `#!/bin/sh
if [ "$1" = --version ]; then echo 'promtool, version 2.42.0'; exit; fi
echo $$ > ${begun}
exec sleep 60
`

const brokenSpec = `import { defineEnvironment, defineStack, receiver, route } from '#belfry'
const environment = defineEnvironment({ demo: true })
export default defineStack({
  name: 'broken',
  environments: { local: environment, staging: environment, production: environment },
  systems: () => [],
  notify: () => ({ receivers: [receiver('team', [])], route: route({ receiver: 'team', routes: [route({ receiver: 'team', matchers: ['no matcher'] })] }) }),
})
`
