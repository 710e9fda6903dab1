import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { exitCodes } from '../errors/belfry-error.ts'
import { environmentNames } from '../spec/environment.ts'
import { reportFormats } from './report-formats.ts'

declare const BELFRY_VERSION: string

const environment = () => new Option('-e, --env <name>', `environment: ${environmentNames.join(', ')}`).default('local')
const state = () => new Option('--state <dir>', 'folder for state, logs, data and secrets').default('.belfry')
const json = () => new Option('--json', 'print the result as JSON')
const format = () => new Option('--format <name>', 'how it is reported').choices(reportFormats).default('text')

const program = new Command('belfry')
  .description('One typed spec in; a monitoring stack that provably rings out.')
  .version(BELFRY_VERSION)
  .option('--stack <file>', 'the spec', 'stack/stack.ts')
  .exitOverride()
  .showHelpAfterError('Run `belfry --help` for the commands and options.')
  .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
  .addHelpText(
    'after',
    '\nExit codes: 0 fine, 1 problems or drift, 2 bad usage, 3 environment, 70 a bug in Belfry, 130 interrupted.',
  )

program
  .command('up')
  .description('start the stack on this machine and wait until every target is up')
  .addOption(environment())
  .addOption(
    new Option('--driver <name>', 'how engines run').choices(['auto', 'compose', 'native', 'fake']).default('auto'),
  )
  .addOption(state())
  .addOption(new Option('--port-offset <n>', 'added to every port (native only)').argParser(integer))
  .option('--offline', 'never fetch an engine program')
  .option('--force', 'overwrite rendered files that were edited or added by hand')
  .option('--no-history', 'begin the demo without a day of made-up data')
  .addOption(json())
  .action(lazily(async () => (await import('./commands/up.ts')).up))

program
  .command('down')
  .description('stop the stack')
  .addOption(state())
  .option('--volumes', 'forget its data, logs and state too')
  .action(lazily(async () => (await import('./commands/down.ts')).down))

program
  .command('status')
  .description('show engines, health, targets and firing alerts')
  .addOption(state())
  .addOption(json())
  .action(lazily(async () => (await import('./commands/status.ts')).status))

program
  .command('logs')
  .description('print the logs of engines')
  .argument('[engines...]', 'names of engines; none is all')
  .addOption(state())
  .option('-f, --follow', 'go on until interrupted')
  .addOption(new Option('-n, --tail <lines>', 'lines from the end').argParser(integer).default(50))
  .action(lazily(async () => (await import('./commands/logs.ts')).logs))

program
  .command('restart')
  .description('restart engines')
  .argument('[engines...]', 'names of engines; none is all')
  .addOption(state())
  .action(lazily(async () => (await import('./commands/restart.ts')).restart))

program
  .command('generate')
  .description('render the configuration of an environment')
  .addOption(environment())
  .option('-o, --out <dir>', 'output folder (default for local: this folder)')
  .option('--check', 'write nothing; fail when the files differ from what would be rendered')
  .option('--force', 'overwrite files that were edited or added by hand')
  .addOption(json())
  .action(lazily(async () => (await import('./commands/generate.ts')).generate))

program
  .command('docs')
  .description('write a page for every system: metrics, alerts, dashboards, options, targets')
  .option('--check', 'write nothing; fail when a page is no longer true')
  .action(lazily(async () => (await import('./commands/docs.ts')).docs))

program
  .command('check')
  .description("check the spec, and the rendered files with the engines' own checkers; or rule files and dashboards")
  .option('-e, --env <name>', 'only this environment (default: all)')
  .option('--no-engines', "leave out the engines' own checkers")
  .option('--offline', 'never fetch an engine program')
  .option('--strict', 'a checker that is missing is an error')
  .option('--rules <path...>', 'check these rule files, PrometheusRule manifests or folders instead')
  .option('--dashboards <path...>', 'check these Grafana dashboards or folders instead')
  .option('--catalog <address...>', 'what exists for them: a Prometheus, an exposition, or a captured catalog')
  .addOption(new Option('--only <ids>', 'report these checks only').argParser(listed))
  .addOption(
    new Option('--severity <least>', 'the least that is reported').choices(['error', 'warning']).default('warning'),
  )
  .addOption(format())
  .addOption(new Option('--json', 'short for --format json'))
  .option('--watch', 'check again whenever a file changes, without the engines')
  .allowExcessArguments()
  .hook('preAction', (_, command) => {
    const [path] = command.args
    if (path === undefined) return
    const option = path.endsWith('.json') ? '--dashboards' : '--rules'
    command.error(`belfry: check takes no file by itself; write belfry check ${option} ${path}`)
  })
  .action(lazily(async () => (await import('./commands/check.ts')).check))

program
  .command('test')
  .description('run the cases that prove the alerts, in promtool')
  .argument('[rules...]', 'names of alerts and recording rules; none is all')
  .addOption(environment())
  .addOption(state())
  .option('--no-coverage', 'what no case shows is no problem')
  .option('--boundaries', 'list the boundaries that no case could be derived for, and why')
  .option('--offline', 'never fetch an engine program')
  .addOption(format())
  .addOption(new Option('--json', 'short for --format json'))
  .action(lazily(async () => (await import('./commands/test.ts')).test))

program
  .command('mutate')
  .description('change rules in small ways, and print the changes that no case notices')
  .argument('[alerts...]', 'names of alerts; none is all rules')
  .addOption(environment())
  .addOption(state())
  .addOption(new Option('--min <percent>', 'the share that cases have to notice').argParser(integer).default(95))
  .option('--offline', 'never fetch an engine program')
  .addOption(json())
  .action(lazily(async () => (await import('./commands/mutate.ts')).mutate))

program
  .command('drill')
  .description('break things on purpose, and prove that somebody is told in time')
  .argument('[parts...]', 'faults, deliveries, watchdog; none is all')
  .addOption(environment())
  .addOption(state())
  .addOption(new Option('--only <names>', 'these faults only').argParser(listed))
  .option('--list', 'list the drills')
  .option('--isolated', 'in a stack of its own, even when one runs')
  .option('--yes-production', 'drill production')
  .option('--offline', 'never fetch an engine program')
  .option('--junit <file>', 'write the result as JUnit XML')
  .option('--html <file>', 'write the timeline as a page')
  .addOption(json())
  .action(lazily(async () => (await import('./commands/drill.ts')).drill))

program
  .command('routes')
  .description('show the routing tree and who is told of which alerts')
  .argument('[alerts...]', 'names of alerts, told in full; none is a table of all')
  .addOption(environment().default('production'))
  .addOption(json())
  .action(lazily(async () => (await import('./commands/routes.ts')).routes))

program
  .command('budget')
  .description('show how long it takes at worst from a fault to its notification')
  .argument('[alerts...]', 'names of alerts, term by term; none is a table of all')
  .addOption(environment().default('production'))
  .addOption(json())
  .action(lazily(async () => (await import('./commands/budget.ts')).budget))

program
  .command('ci')
  .description('check, test and compare everything that needs no running stack; for a CI job')
  .option('--offline', 'never fetch an engine program')
  .option('--strict', 'a checker that is missing is an error (default where CI is set)')
  .addOption(json())
  .action(lazily(async () => (await import('./commands/ci.ts')).ci))

program
  .command('engines')
  .description('list the engine programs: which was found where, in which version')
  .option('--fetch', 'fetch what is missing')
  .addOption(json())
  .action(lazily(async () => (await import('./commands/engines.ts')).engines))

program
  .command('snapshot')
  .description('draw dashboards into files, without Grafana')
  .argument('[dashboards...]', 'names of rendered dashboards; none is all')
  .addOption(new Option('--format <name>', 'what is written').choices(['svg', 'html', 'png', 'offline']).default('svg'))
  .option('--from <time>', 'begin of the range, such as now-6h (default: as each dashboard says)')
  .option('--to <time>', 'end of the range')
  .option('--at <time>', 'what now means, such as 2026-01-31T12:00:00Z')
  .addOption(new Option('--width <pixels>', 'width of the picture').argParser(integer).default(1600))
  .addOption(new Option('--theme <name>', 'colours').choices(['dark', 'light']).default('dark'))
  .option('--var <name=value...>', 'values of variables; repeat for several, All for all')
  .option('--open-rows', 'draw the panels of closed rows too')
  .option('--prometheus <url>', 'where data comes from (default: the stack that runs here)')
  .option('--record <file>', 'keep the answers of Prometheus in this file')
  .option('--replay <file>', 'draw from the answers in this file')
  .option('--dashboard-file <path...>', 'draw these dashboards instead: anything that Grafana exports')
  .option('-o, --out <dir>', 'folder to write to', 'snapshots')
  .addOption(state())
  .addOption(json())
  .action(lazily(async () => (await import('./commands/snapshot.ts')).snapshot))

program
  .command('catalog')
  .description('what is known of the metrics of other programs')
  .command('capture')
  .description('write the families of expositions as a typed metric file')
  .argument('<inputs...>', 'URLs or files of one program; of several versions, the newest decides')
  .option('-o, --out <file>', 'file to write (default: standard output)')
  .option('--name <constant>', 'name of the constant (default: from the names of the metrics)')
  .option('--prefix <text>', 'what keys leave out of names (default: the first part of most names)')
  .option('--closed <labels...>', 'labels whose values are all to be seen')
  .option('--any <labels...>', 'labels that may take other values')
  .action(lazily(async () => (await import('./commands/catalog.ts')).captureCatalog))

for (const command of program.commands)
  for (const one of [command, ...command.commands])
    one.showHelpAfterError(`Run \`belfry ${pathOf(one)} --help\` for its options.`)

for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessUnread)
/** Whether standard output is for programs. */
let forPrograms = false
process.exitCode = await main()

async function main(): Promise<number> {
  try {
    await program.parseAsync()
    return Number(process.exitCode ?? exitCodes.ok)
  } catch (error) {
    const isUsage = error instanceof CommanderError
    if (isUsage && error.exitCode === 0) return exitCodes.ok
    const { reportError, reportUsage } = await import('./report-error.ts')
    return isUsage ? reportUsage(error.message, process.argv.includes('--json')) : reportError(error, forPrograms)
  }
}

/** Whoever reads what we print may go, as `head` does: what is under way is brought to its end all the same. */
function unlessUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
}

function pathOf(command: Command): string {
  return command.parent === program || command.parent === null
    ? command.name()
    : `${command.parent.name()} ${command.name()}`
}

/** Runs a command whose module is loaded only now; commander gives arguments first, then options. */
function lazily<O>(load: () => Promise<(options: O, names: readonly string[]) => Promise<void>>) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command
    const names = (command.processedArgs[0] ?? []) as readonly string[]
    const { json, format } = command.opts()
    forPrograms = json === true || format === 'json'
    const run = await load()
    await run(command.optsWithGlobals() as O, names)
  }
}

/** Names with commas between them, or options of the same name. */
function listed(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').filter((name) => name !== '')]
}

function integer(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Not a whole number.')
  return Number(text)
}
