/** Prints what checking costs: the whole command beside `promtool check rules` on the same rules. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { comparePairs, cpuOf } from './measure.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
mkdirSync(join(root, '.belfry'), { recursive: true })
const scratch = mkdtempSync(join(root, '.belfry/bench-'))

/** Alerts of the shapes that real ones have, no two alike. */
const shapes = [
  (n) =>
    `sum by (job, route) (rate(http_requests_total{code=~"5.."}[5m])) / (sum by (job, route) (rate(http_requests_total[5m])) > 0) > ${n / 100_000}`,
  (n) =>
    `histogram_quantile(0.95, sum by (job, le, route) (rate(http_latency_seconds_bucket[5m]))) > ${1 + n / 100_000}`,
  (n) => `process_memory_bytes / process_memory_limit_bytes > ${n / 100_000}`,
  (n) => `absent(up{job="many"}) or up{job="many"} < 1 and on (instance) process_memory_bytes > ${n}`,
]
const expressions = (count) => Array.from({ length: count }, (_, n) => shapes[n % shapes.length](n))
const annotations = { summary: 'Too many on {{ $labels.job }}', description: 'It is {{ $value | humanize }}.' }

function spec(count) {
  return `import { alert, counter, defineEnvironment, defineMetrics, defineStack, defineSystem, engineTarget, engineUrl, gauge, histogram, promql, receiver, route, scrapeJob, webhook } from '#belfry'
const metrics = defineMetrics('stock', {
  requests: counter('http_requests_total', { help: 'Requests.', labels: ['code', 'route'] }),
  latency: histogram('http_latency_seconds', { help: 'Latency.', labels: ['route'] }),
  memory: gauge('process_memory_bytes', { help: 'Memory.' }),
  limit: gauge('process_memory_limit_bytes', { help: 'Its limit.' }),
})
const many = defineSystem('many', {
  title: 'Many', description: 'Many alerts.', options: {},
  parts: () => ({
    jobs: [scrapeJob('many', { targets: engineTarget('exporter'), metrics: [metrics] })],
    dashboards: [],
    rules: ${JSON.stringify(expressions(count))}.map((text, n) => alert('Many' + n, {
      expr: promql\`\${text}\`, for: '5m', severity: 'warning',
      summary: ${JSON.stringify(annotations.summary)}, description: ${JSON.stringify(annotations.description)},
    })),
  }),
})
const environment = defineEnvironment({ demo: true })
export default defineStack({
  name: 'bench', environments: { local: environment, staging: environment, production: environment }, systems: () => [many()],
  notify: () => ({ receivers: [receiver('inbox', [webhook({ url: engineUrl('console', '/api/inbox') })])], route: route({ receiver: 'inbox' }) }),
})
`
}

function ruleFile(count) {
  const rules = expressions(count).map((expr, n) => ({
    alert: `Many${n}`,
    expr,
    for: '5m',
    labels: { severity: 'warning' },
    annotations,
  }))
  return JSON.stringify({ groups: [{ name: 'many', rules }] })
}

/** Processor time of a program that is not run by Node.js, in milliseconds, as bash counts it. */
function cpuOfProgram(command) {
  const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`
  const run = spawnSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8' })
  const [user = 0, system = 0] = run.stderr.trim().split(' ').map(Number)
  return (user + system) * 1000
}

/** Processor time of one check of a model that is at hand, in milliseconds: the median of 9 after 3 others. */
async function warmCpuOf(entry) {
  const program = join(scratch, 'warm.mjs')
  await build({
    stdin: {
      contents: `
        import spec from ${JSON.stringify(entry)}
        import { checks } from './src/checks/checks.ts'
        import { runChecks } from './src/checks/run-checks.ts'
        import { resolve } from './src/model/resolve.ts'
        const request = { environment: 'local', placement: { kind: 'compose' }, runbooks: [], runbookLayout: '' }
        const { model } = resolve(spec, request)
        const wanted = checks.filter(({ id }) => ${JSON.stringify(ids)}.includes(id))
        const runs = Array.from({ length: 12 }, () => {
          const before = process.cpuUsage()
          runChecks(model, wanted)
          const { user, system } = process.cpuUsage(before)
          return (user + system) / 1000
        })
        console.log(runs.slice(3).sort((a, b) => a - b)[4])`,
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
const ids = spawnSync('ls', ['docs/checks'], { cwd: root, encoding: 'utf8' })
  .stdout.split('\n')
  .flatMap((name) => (/^(query|template)-.*\.md$/.test(name) ? [name.slice(0, -3)] : []))

console.log(
  `CPU time (user + system), median of 5 pairs, of a whole check beside promtool ${promtool.version} on the same rules`,
)
for (const [count, aim] of [
  [1000, 1.5],
  [10_000, 0.6],
]) {
  const entry = join(scratch, `stack-${count}.ts`)
  const rules = join(scratch, `rules-${count}.yml`)
  writeFileSync(entry, spec(count))
  writeFileSync(rules, ruleFile(count))
  const args = ['check', '--no-engines', '--env', 'local', '--stack', entry, '--only', ids.join(',')]
  const { a, b, ratio } = comparePairs(
    () => cpuOf(['bin/belfry.js', ...args], root),
    () => cpuOfProgram([promtool.path, 'check', 'rules', rules]),
    5,
  )
  console.log(
    `${String(count).padStart(6)} rules: ${a.toFixed(0)} ms / ${b.toFixed(0)} ms = ${ratio.toFixed(2)}  (aim: at most ${aim})`,
  )
}

console.log('CPU time within a process that has checked the same before, inference and parsing included')
for (const count of [1000, 10_000]) {
  const each = await warmCpuOf(join(scratch, `stack-${count}.ts`))
  console.log(`${String(count).padStart(6)} rules: ${((each * 1000) / count).toFixed(0)} µs a rule  (aim: at most 60)`)
}
rmSync(scratch, { recursive: true, force: true })
