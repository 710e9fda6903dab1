import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandResult, runCommand } from '../src/engines/run-command.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const belfry = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand(process.execPath, [join(root, 'bin/belfry.js'), ...args], { cwd: root, timeoutMs: 60_000 })

let scratch: string
/** Specs stand inside the project, where `#belfry` is known. */
let specs: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'belfry-cli-'))
  await mkdir(join(root, '.belfry'), { recursive: true })
  specs = await mkdtemp(join(root, '.belfry/specs-'))
})
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true })
  await rm(specs, { recursive: true, force: true })
})

describe('generate', { timeout: 60_000 }, () => {
  test('finds the committed rendering of local up to date', async () => {
    const { exitCode, stderr } = await belfry('generate', '--check')
    expect(exitCode, stderr).toBe(0)
  })

  test.each(['local', 'staging', 'production'])('renders %s twice to the same bytes', async (environment) => {
    const [first, second] = [join(scratch, `${environment}-1`), join(scratch, `${environment}-2`)]
    await rm(join(root, '.belfry/cache/rendered'), { recursive: true, force: true })
    expect((await belfry('generate', '--env', environment, '--out', first)).exitCode).toBe(0)
    await rm(join(root, '.belfry/cache/rendered'), { recursive: true, force: true })
    expect((await belfry('generate', '--env', environment, '--out', second)).exitCode).toBe(0)
    expect(await contents(second)).toEqual(await contents(first))
  })

  test('leaves a file that was edited by hand alone, and says so', async () => {
    const out = join(scratch, 'edited')
    await belfry('generate', '--out', out)
    const edited = join(out, 'rendered/prometheus/prometheus.yml')
    await writeFile(edited, 'scrape_configs: []\n')
    const { exitCode, stderr } = await belfry('generate', '--out', out)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('rendered/prometheus/prometheus.yml')
    expect(stderr).toContain('--force')
    expect(await readFile(edited, 'utf8')).toBe('scrape_configs: []\n')
    expect((await belfry('generate', '--check', '--out', out)).exitCode).toBe(1)
    expect((await belfry('generate', '--force', '--out', out)).exitCode).toBe(0)
    expect((await belfry('generate', '--check', '--out', out)).exitCode).toBe(0)
  })

  test('fails on a stray file', async () => {
    const out = join(scratch, 'stray')
    await belfry('generate', '--out', out)
    await writeFile(join(out, 'rendered/prometheus/rules/mine.yml'), 'groups: []\n')
    const { exitCode, stderr } = await belfry('generate', '--check', '--out', out)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('mine.yml')
  })

  test('renders no secret', async () => {
    const { stdout } = await belfry('generate', '--json', '--env', 'production', '--out', join(scratch, 'secrets'))
    expect(JSON.parse(stdout)).toMatchObject({ update: [], remove: [] })
    const all = [...(await contents(join(scratch, 'secrets'))).values()].join('\n')
    expect(all).not.toMatch(/(password|token|secret|api_url|routing_key): [^/\s"']*[A-Za-z0-9]{16,}/)
  })
})

describe('bad input is one clear error', { timeout: 60_000 }, () => {
  test('an unknown environment', async () => {
    const result = await belfry('generate', '--env', 'prodution', '--out', join(scratch, 'never'))
    expect(result).toMatchObject({ exitCode: 2, stdout: '' })
    expect(result.stderr).toBe('belfry: there is no environment prodution\n  Did you mean production?')
    await expect(readdir(join(scratch, 'never'))).rejects.toThrow()
  })

  test('an unknown option and an unknown command', async () => {
    expect((await belfry('generate', '--envv', 'local')).exitCode).toBe(2)
    expect((await belfry('generte')).exitCode).toBe(2)
  })

  test('a missing output folder for production', async () => {
    expect(await belfry('generate', '--env', 'production')).toMatchObject({ exitCode: 2 })
  })

  test('no spec', async () => {
    const { exitCode, stderr } = await belfry('check', '--stack', 'nowhere.ts')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('there is no spec at')
  })

  test('a spec with a syntax error, with its line', async () => {
    const { exitCode, stderr } = await generateFrom('syntax.ts', 'export default (\n')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/syntax\.ts:2:\d+: Unexpected end of file/)
  })

  test('a spec that throws, with its line', async () => {
    const { exitCode, stderr } = await generateFrom('throws.ts', "const a = 1\nthrow new Error('no luck ' + a)\n")
    expect(exitCode).toBe(1)
    expect(stderr).toContain('no luck 1')
    expect(stderr).toMatch(/throws\.ts:2/)
  })

  test('a spec without a stack', async () => {
    const { exitCode, stderr } = await generateFrom('empty.ts', 'export default 1\n')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('defineStack')
  })

  test('a spec with three faults reports all three, each at its line', async () => {
    const { exitCode, stderr } = await generateFrom('faults.ts', faultySpec)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/faults\.ts:10:\d+: error: redis\.interval: not a duration/)
    expect(stderr).toMatch(/faults\.ts:10:\d+: error: redis\.alerts\.RedisDwon.*\n\s+Did you mean RedisDown\?/)
    expect(stderr).toMatch(/faults\.ts:14:\d+: error: notify\.route\.routes\.0\.matchers\.0: not a matcher/)
    expect(stderr).toContain('3 errors, 0 warnings')
  })

  // Root may write everywhere.
  test.skipIf(process.getuid?.() === 0)(
    'an unwritable output folder (skipped for root, who may write everywhere)',
    async () => {
      const locked = join(scratch, 'locked')
      await mkdir(locked)
      await chmod(locked, 0o500)
      expect((await belfry('generate', '--out', join(locked, 'out'))).exitCode).toBe(3)
      expect(await readdir(locked)).toEqual([])
    },
  )

  test('an engine that is missing, and may not be fetched', async () => {
    const bin = join(scratch, 'bin')
    await mkdir(bin)
    await symlink(process.execPath, join(bin, 'node'))
    const state = join(scratch, 'no-engines')
    const env = { PATH: bin, BELFRY_CACHE: join(scratch, 'empty-cache') }
    const args = ['bin/belfry.js', 'up', '--driver', 'native', '--offline', '--state', state, '--port-offset', '30000']
    const { exitCode, stderr } = await runCommand(process.execPath, args, { cwd: root, env, timeoutMs: 60_000 })
    expect(exitCode, stderr).toBe(3)
    expect(stderr).toMatch(/belfry: .* was not found/)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(await readdir(state)).toEqual([])
  })

  test('an output folder that is a file', async () => {
    const file = join(scratch, 'file')
    await writeFile(file, '')
    const { exitCode, stderr } = await belfry('generate', '--out', file)
    expect(exitCode, stderr).toBe(3)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

test('help names every command and costs no error', async () => {
  const { exitCode, stdout } = await belfry('--help')
  expect(exitCode).toBe(0)
  for (const command of ['up', 'down', 'status', 'logs', 'restart', 'generate', 'check', 'engines']) {
    expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  }
})

async function generateFrom(name: string, text: string): Promise<CommandResult> {
  const spec = join(specs, name)
  await writeFile(spec, text)
  const out = join(scratch, `from-${name}`)
  const result = await belfry('generate', '--stack', spec, '--out', out)
  await expect(readdir(out)).rejects.toThrow()
  return result
}

async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return new Map(
    await Promise.all(files.map(async (path) => [path.slice(folder.length), await readFile(path, 'utf8')] as const)),
  )
}

const faultySpec = `import { defineEnvironment, defineStack, receiver, route, webhook } from '#belfry'
import { redis } from '../../stack/systems/redis.ts'

const environment = defineEnvironment({ demo: true })

export default defineStack({
  name: 'faults',
  environments: { local: environment, staging: environment, production: environment },
  systems: () => [
    redis({ interval: 'soon' as '1s', alerts: { RedisDwon: false } }),
  ],
  notify: () => ({
    receivers: [receiver('inbox', [webhook({ url: 'http://127.0.0.1/' })])],
    route: route({ receiver: 'inbox', routes: [route({ matchers: ['severity is critical'] })] }),
  }),
})
`
