import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { type CommandResult, lastLine, runCommand } from './run-command.ts'

/** Asks and downloads from the distribution, with a state of its own: the machine's is read, never written. */
export interface Apt {
  /** Names of all packages. */
  names(): Promise<readonly string[]>
  /** The packages that installing these would install on this machine. */
  resolve(packages: readonly string[]): Promise<readonly string[]>
  /** Bytes of the packages. */
  size(packages: readonly string[]): Promise<number>
  download(packages: readonly string[], folder: string): Promise<void>
}

export interface AptRequest {
  readonly cacheDir: string
  readonly suite: string | undefined
  /** Whether the machine's package lists are good enough. */
  readonly ownLists: boolean
  readonly report: (text: string) => void
  readonly signal: AbortSignal | undefined
}

const hour = 3_600_000
const machineLists = '/var/lib/apt/lists'

/** Prepares apt: its private state and, unless they are fresh, the package lists. */
export async function openApt({ cacheDir, suite, ownLists, report, signal }: AptRequest): Promise<Apt> {
  const state = join(cacheDir, 'apt', suite ?? 'own')
  const lists = ownLists ? join(state, 'lists') : machineLists
  await mkdir(join(state, 'lists/partial'), { recursive: true })
  await mkdir(join(state, 'cache/archives/partial'), { recursive: true })
  const config = join(state, 'apt.conf')
  await writeFile(config, await configuration(state, lists, suite))
  const run = (program: string, args: readonly string[], cwd: string, timeoutMs: number) =>
    runCommand(program, args, {
      cwd,
      env: { APT_CONFIG: config, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs,
      signal,
    })
  const get = async (args: readonly string[], cwd: string, timeoutMs: number) =>
    succeeded(await run('apt-get', args, cwd, timeoutMs))

  if (ownLists && (await ageOfLists(lists)) > 12 * hour) {
    report('reading the package lists of the distribution')
    const update = await run('apt-get', ['update', '-q'], state, 180_000)
    // One unreachable source among several does no harm here; that none could be read, apt only warns of.
    if ((await ageOfLists(lists)) === Number.POSITIVE_INFINITY) throw failure(update)
  }
  return {
    names: async () => succeeded(await run('apt-cache', ['pkgnames'], state, 60_000)).split('\n'),
    resolve: async (packages) =>
      installedNames(await get(['-s', 'install', '--no-install-recommends', ...packages], state, 60_000)),
    size: async (packages) => totalSize(await get(['download', '--print-uris', ...packages], state, 60_000)),
    download: async (packages, folder) => {
      await get(['download', '-q', ...packages], folder, 900_000)
    },
  }
}

/** Whether the machine's own package lists can be used as they are. */
export async function machineListsAreFresh(): Promise<boolean> {
  return (await ageOfLists(machineLists)) < 7 * 24 * hour
}

/** Only settings for reaching the servers are taken from the machine: hooks among the others would change its state. */
async function configuration(state: string, lists: string, suite: string | undefined): Promise<string> {
  const dump = await runCommand('apt-config', ['dump'], { env: { LC_ALL: 'C' }, timeoutMs: 30_000 })
  const lines = succeeded(dump)
    .split('\n')
    .filter((line) => line.startsWith('Acquire::'))
  lines.push(
    'Dir::Etc::main "/dev/null";',
    'Dir::Etc::parts "/dev/null";',
    `Dir::State "${state}";`,
    `Dir::State::lists "${lists}";`,
    `Dir::Cache "${join(state, 'cache')}";`,
    'Dir::Cache::srcpkgcache "";',
    'Acquire::GzipIndexes "true";',
    'Acquire::Languages "none";',
    'APT::Sandbox::User "root";',
    'Debug::NoLocking "true";',
    'Acquire::Retries "1";',
    'Acquire::http::Timeout "20";',
    'Acquire::https::Timeout "20";',
  )
  if (suite === undefined) {
    lines.push('Dir::State::status "/var/lib/dpkg/status";')
  } else {
    await writeFile(join(state, 'status'), '')
    await writeFile(join(state, 'sources.list'), await sourceOfSuite(suite))
    lines.push(
      `Dir::State::status "${join(state, 'status')}";`,
      `Dir::Etc::sourcelist "${join(state, 'sources.list')}";`,
      'Dir::Etc::sourceparts "/dev/null";',
    )
  }
  return `${lines.join('\n')}\n`
}

/** Another suite from the mirror that the machine uses itself. */
async function sourceOfSuite(suite: string): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const ubuntu = /^ID=ubuntu$/m.test(release)
  const keyring = `/usr/share/keyrings/${ubuntu ? 'ubuntu' : 'debian'}-archive-keyring.gpg`
  const mirror =
    (await machineMirror()) ?? (ubuntu ? 'http://archive.ubuntu.com/ubuntu' : 'http://deb.debian.org/debian')
  // A frozen mirror keeps its old date.
  const options = `signed-by=${keyring} check-valid-until=no`
  return `deb [${options}] ${mirror} ${suite} main${ubuntu ? ' universe' : ''}\n`
}

async function machineMirror(): Promise<string | null> {
  const folder = '/etc/apt/sources.list.d'
  const names = await readdir(folder).catch(() => [])
  const texts = await Promise.all(
    ['/etc/apt/sources.list', ...names.map((name) => join(folder, name))].map((path) =>
      readFile(path, 'utf8').catch(() => ''),
    ),
  )
  return (
    /^(?:URIs:|deb(?: \[[^\]]*\])?) *(https?:\S+\/(?:debian|ubuntu)\/?)(?:\s|$)/m.exec(texts.join('\n'))?.[1] ?? null
  )
}

/** Milliseconds since the lists were read; infinite when there are none. */
async function ageOfLists(folder: string): Promise<number> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.includes('_Packages'))
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).ctimeMs))
  return names.length === 0 ? Number.POSITIVE_INFINITY : Date.now() - Math.max(...times)
}

function installedNames(simulation: string): readonly string[] {
  return [...simulation.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '')
}

function totalSize(uris: string): number {
  return [...uris.matchAll(/^'[^']+' \S+ (\d+)/gm)].reduce((sum, match) => sum + Number(match[1]), 0)
}

function succeeded(result: CommandResult): string {
  if (result.exitCode !== 0) throw failure(result)
  return result.stdout
}

function failure(result: CommandResult): BelfryError {
  const reason = /^E: .*$/m.exec(result.stderr)?.[0] ?? /^W: .*$/m.exec(result.stderr)?.[0] ?? lastLine(result)
  return new BelfryError('ENGINE_FETCH_FAILED', `apt: ${reason.replace(/^[EW]: /, '')}`)
}
