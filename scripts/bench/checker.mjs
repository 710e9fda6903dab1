/** Prints what checking costs: the whole command beside `promtool check rules` on the same rules. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { manyRules } from './many-rules.mjs'
import { comparePairs, cpuOf } from './measure.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
// A project of its own, without this one's runbooks; within this folder, as its packages are needed.
mkdirSync(join(root, '.belfry'), { recursive: true })
const project = mkdtempSync(join(root, '.belfry/bench-'))
symlinkSync(join(root, 'src'), join(project, 'src'))
writeFileSync(
  join(project, 'package.json'),
  JSON.stringify({ type: 'module', imports: { '#belfry': './src/index.ts' } }),
)

/** Processor time of a program that is not run by Node.js, in milliseconds, as bash counts it. */
function cpuOfProgram(command) {
  const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`
  const run = spawnSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8' })
  const [user = 0, system = 0] = run.stderr.trim().split(' ').map(Number)
  return (user + system) * 1000
}

/** Processor time of one check of a model that is at hand, in milliseconds: the median of 9 after 30,000 rules. */
async function warmCpuOf(entry, count) {
  const program = join(project, 'warm.mjs')
  await build({
    stdin: {
      contents: `
        import spec from ${JSON.stringify(entry)}
        import { checks } from './src/checks/checks.ts'
        import { runChecks } from './src/checks/run-checks.ts'
        import { resolve } from './src/model/resolve.ts'
        const request = { environment: 'local', placement: { kind: 'compose' }, runbooks: [], runbookLayout: '' }
        const runs = Array.from({ length: ${30_000 / count + 9} }, () => {
          // Each run has a model of its own, of which nothing is known yet.
          const { model } = resolve(spec, request)
          const before = process.cpuUsage()
          runChecks(model, checks)
          const { user, system } = process.cpuUsage(before)
          return (user + system) / 1000
        })
        console.log(runs.slice(-9).sort((a, b) => a - b)[4])`,
      resolveDir: root,
    },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    logLevel: 'silent',
  })
  return Number(spawnSync(process.execPath, [program], { encoding: 'utf8' }).stdout)
}

const listed = spawnSync(process.execPath, ['bin/belfry.js', 'engines', '--json'], { cwd: root, encoding: 'utf8' })
const promtool = JSON.parse(listed.stdout).engines.find(({ name }) => name === 'promtool')

console.log(
  `CPU time (user + system), median of 5 pairs, of a whole check beside promtool ${promtool.version} on the same rules`,
)
for (const [count, aim] of [
  [1000, 1.5],
  [10_000, 0.6],
]) {
  const entry = join(project, `stack-${count}.ts`)
  const rules = join(project, `rules-${count}.yml`)
  const { stack, rules: text } = manyRules(count)
  writeFileSync(entry, stack)
  writeFileSync(rules, text)
  const args = ['check', '--no-engines', '--env', 'local', '--stack', entry]
  const { a, b, ratio } = comparePairs(
    () => cpuOf([join(root, 'bin/belfry.js'), ...args], project),
    () => cpuOfProgram([promtool.path, 'check', 'rules', rules]),
    5,
  )
  console.log(
    `${String(count).padStart(6)} rules: ${a.toFixed(0)} ms / ${b.toFixed(0)} ms = ${ratio.toFixed(2)}  (aim: at most ${aim})`,
  )
}

console.log('CPU time within a process that has checked the same before, inference and parsing included')
for (const count of [1000, 10_000]) {
  const each = await warmCpuOf(join(project, `stack-${count}.ts`), count)
  console.log(`${String(count).padStart(6)} rules: ${((each * 1000) / count).toFixed(0)} µs a rule  (aim: at most 60)`)
}
rmSync(project, { recursive: true, force: true })
