/** Alerts of the shapes that real ones have, no two alike, and what a real stack says of each. */
const shapes = [
  (n) => ({
    expr: `sum by (job, route) (rate(http_requests_total{code=~"5..",${route(n)}}[5m])) / (sum by (job, route) (rate(http_requests_total{${route(n)}}[5m])) > 0) > ${n / 100_000}`,
    shown: '{{ $value | humanizePercentage }} of the requests',
  }),
  (n) => ({
    expr: `histogram_quantile(0.95, sum by (job, le, route) (rate(http_latency_seconds_bucket{${route(n)}}[5m]))) > ${1 + n / 100_000}`,
    shown: '{{ $value | printf "%.2f" }} s at the 95th percentile',
  }),
  (n) => ({
    expr: `process_memory_bytes / process_memory_limit_bytes > ${n / 100_000}`,
    shown: '{{ $value | humanizePercentage }} of its memory',
  }),
  (n) => ({
    expr: `absent(up{job="many"}) or up{job="many"} < 1 and on (instance) process_memory_bytes > ${n}`,
    shown: 'no answer since the last scrape',
  }),
]
const severities = ['critical', 'warning', 'warning', 'info']
const teams = ['orders', 'billing', 'search', 'mail', 'stock']

/** Some twenty alerts look at the same part of a system. */
const route = (n) => `route="/${of(teams, n)}/${Math.floor(n / 20)}"`
const of = (list, n) => list[n % list.length]

/** Where a real stack has a template, this one has: in four of five summaries, in nearly all descriptions. */
function alertNumber(n) {
  const { expr, shown } = of(shapes, n)(n)
  const subject = `Part ${n} of ${of(teams, n)}`
  return {
    name: `Many${n}`,
    expr,
    for: of(['15s', '1m', '5m'], n),
    severity: of(severities, n),
    labels: { team: of(teams, n), ...(n % 3 === 0 ? {} : { subject: `part-${n}` }) },
    summary: n % 5 === 0 ? `${subject} needs a look` : `${subject} on {{ $labels.job }} needs a look`,
    description: `${subject} shows ${shown}, which is more than its limit ${n}.`,
  }
}

const quoted = JSON.stringify

/** As an author writes it; nobody has to be told of the benchmark's alerts. */
const written = ({ name, expr, ...alert }) => `  alert(${quoted(name)}, {
    expr: promql\`${expr}\`,
    ${Object.entries(alert)
      .map(([key, value]) => `${key}: ${quoted(value)},`)
      .join('\n    ')}
    allow: { 'alert-budget': 'A benchmark rings nowhere.', 'runbook-missing': 'A benchmark has no pages.' },
  }),
`

/** A stack with so many alerts, in lists as long as a file of a real one. */
function stackFile(alerts) {
  const lists = []
  for (let from = 0; from < alerts.length; from += 50)
    lists.push(
      `() => [\n${alerts
        .slice(from, from + 50)
        .map(written)
        .join('')}]`,
    )
  return `import { alert, counter, defineEnvironment, defineMetrics, defineStack, defineSystem, engineTarget, engineUrl, gauge, histogram, promql, receiver, route, scrapeJob, webhook } from '#belfry'
const metrics = defineMetrics('stock', {
  requests: counter('http_requests_total', { help: 'Requests.', labels: ['code', 'route'] }),
  latency: histogram('http_latency_seconds', { help: 'Latency.', labels: ['route'] }),
  memory: gauge('process_memory_bytes', { help: 'Memory.' }),
  limit: gauge('process_memory_limit_bytes', { help: 'Its limit.' }),
})
const lists = [${lists.join(', ')}]
const many = defineSystem('many', {
  title: 'Many', description: 'Many alerts.', options: {},
  parts: () => ({
    jobs: [scrapeJob('many', { targets: engineTarget('exporter'), metrics: [metrics] })],
    dashboards: [],
    rules: lists.flatMap((list) => list()),
  }),
})
const environment = defineEnvironment({ demo: true })
export default defineStack({
  name: 'bench', environments: { local: environment, staging: environment, production: environment }, systems: () => [many()],
  notify: () => ({ receivers: [receiver('inbox', [webhook({ url: engineUrl('console', '/api/inbox') })])], route: route({ receiver: 'inbox' }) }),
})
`
}

/** The same alerts as Prometheus reads them; JSON is YAML. */
function ruleFile(alerts) {
  const rules = alerts.map(({ name, expr, for: time, severity, labels, summary, description }) => ({
    alert: name,
    expr,
    for: time,
    labels: { severity, ...labels },
    annotations: { summary, description },
  }))
  return quoted({ groups: [{ name: 'many', rules }] })
}

/** The same alerts twice: as a spec of Belfry, and as a rule file. */
export function manyRules(count) {
  const alerts = Array.from({ length: count }, (_, n) => alertNumber(n))
  return { stack: stackFile(alerts), rules: ruleFile(alerts) }
}
