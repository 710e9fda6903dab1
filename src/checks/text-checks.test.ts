import { describe, expect, test } from 'vitest'
import { readRuleFile } from '../foreign/rule-file.ts'
import { buildCatalog } from '../model/catalog.ts'
import { checks } from './checks.ts'
import { runQueryChecks } from './run-checks.ts'
import { subjectsOfForeign } from './subjects-of-foreign.ts'
import { foreignWorld } from './world.ts'

/** A rule file with one alert. */
function rule(expr: string, annotations: Record<string, string> = {}, more: Record<string, unknown> = {}) {
  const labels = { severity: 'warning' }
  return JSON.stringify({
    groups: [{ name: 'g', rules: [{ alert: 'A', expr, for: '5m', labels, annotations, ...more }] }],
  })
}
const says = (text: string, expr = 'node_load1 > 1') => rule(expr, { summary: text })

function find(id: string, text: string, world = foreignWorld(null)) {
  const { groups } = readRuleFile('rules.yml', text)
  const chosen = checks.filter((check) => check.kind !== undefined).filter((check) => check.id === id)
  return runQueryChecks(subjectsOfForeign(groups, []), world, chosen)
}
const twice = (labels: Record<string, string>) =>
  JSON.stringify({
    groups: [
      {
        name: 'g',
        rules: [
          { alert: 'A', expr: 'x > 1', labels: { severity: 'warning' } },
          { alert: 'A', expr: 'x > 2', labels },
        ],
      },
    ],
  })

/** For each check: rule files in which it finds something, and files in which it does not. */
const examples: Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }> = {
  'alert-for': {
    bad: [rule('up == 0', {}, { for: '0s' })],
    good: [
      rule('up == 0'),
      rule('increase(x_total[5m]) > 0', {}, { for: '0s' }),
      rule('vector(1)', {}, { for: '0s' }),
      rule('ALERTS{severity="info"} == 1 unless on (job) ALERTS{severity="critical"}', {}, { for: '0s' }),
      rule('time() - x_timestamp_seconds > 60', {}, { for: '0s' }),
    ],
  },
  'alert-severity': { bad: [rule('up == 0', {}, { labels: {} })], good: [rule('up == 0')] },
  'alert-summary': {
    bad: [rule('up == 0'), says(' ')],
    good: [says('It is down.'), rule('up == 0', { description: 'It is down.' })],
  },
  'alert-runbook': {
    bad: [rule('up == 0'), rule('up == 0', { runbook_url: '' })],
    good: [rule('up == 0', { runbook_url: 'https://runbooks.example.org/A' })],
  },
  'alert-duplicate': { bad: [twice({ severity: 'warning' })], good: [twice({ severity: 'critical' })] },
  'alert-comparison': {
    bad: [
      rule('node_load1'),
      rule('sum by (job) (rate(errors_total[5m]))'),
      rule('node_load1 > bool 5'),
      rule('node_load1 > 5 or node_load5'),
    ],
    good: [
      rule('node_load1 > 5'),
      rule('absent(up)'),
      rule('count by (job) (up == 0)'),
      rule('a unless on (job) b'),
      rule('a and b > 1'),
      rule('max_over_time((x > 3)[5m:1m])'),
      rule('group by (pod) (broken_pods)'),
      rule('vector(1)'),
      rule('job:broken:sum'),
    ],
  },
  'template-syntax': {
    bad: [
      says('{{ $labels.instance }'),
      says('{{ $label.instance }}'),
      says('{{ $value | humanise }}'),
      says('{{ if $value }}much'),
      says('{{ end }}'),
      says('{{ $labels.foo-bar }}'),
      says('{{ "open }}'),
      says('{{ .Foo }}'),
      says('{{ .value }}'),
      says('{{ value }}'),
      says('{{ $labels.instance humanize }}'),
      says('{{ humanize $value 1 }}'),
      says('{{ template "none" . }}'),
      says('{{ break }}'),
      says('{{ 5m }}'),
    ],
    good: [
      says('no template'),
      says('{{ $labels.instance }} {{ .Labels.job }} {{ $externalLabels.cluster }} {{ $externalURL }}'),
      says('{{- $value | humanize -}} {{/* a comment */}}'),
      says('{{ if eq $labels.a "x" }}a{{ else if $labels.b }}b{{ else }}c{{ end }}'),
      says('{{ range $i, $s := query "up" }}{{ $i }} {{ $s.Labels.job }} {{ .Value }}{{ break }}{{ end }}'),
      says('{{ with query "up" }}{{ . | first | value | printf "%.1f" }}{{ end }}'),
      says('{{ define "x" }}{{ . }}{{ end }}{{ template "x" $value }}'),
      says('{{ index $labels "instance" | reReplaceAll ":.*" "" }}'),
      says('{{ now }} {{ toDuration 60 }} {{ toTime $value }}'),
      says('{{ ($labels).instance }} {{ $.Labels.job }} {{ `raw` }}'),
    ],
  },
  'template-query': {
    bad: [
      says('{{ query "up{" | first | value }}'),
      says('{{ query "rate(up)" | first | value }}'),
      says('{{ printf "up{job=\'%s\'" $labels.job | query | first | value }}'),
    ],
    good: [
      says('{{ query "up == 0" | first | value }}'),
      says('{{ printf "up{job=%q}" $labels.job | query | first | value }}'),
      says('{{ printf "%s > 1" $labels.query | query | first | value }}'),
    ],
  },
  'template-label': {
    bad: [
      says('{{ $labels.instance }}', 'sum by (job) (up) == 0'),
      says('{{ .Labels.instance }}', 'sum without (instance) (up) == 0'),
      says('{{ $labels.severity }}', 'sum by (job) (up) == 0'),
      says('{{ $labels.instance }}', 'absent(up{job="a"})'),
      says('{{ range query "sum by (job) (up)" }}{{ .Labels.instance }}{{ end }}'),
      says('{{ query "sum(up)" | first | label "job" }}'),
    ],
    good: [
      says('{{ $labels.job }}', 'sum by (job) (up) == 0'),
      says('{{ $labels.instance }}', 'up == 0'),
      says('{{ $labels.job }}', 'absent(up{job="a"})'),
      says('{{ if $labels.pod }}{{ $labels.pod }}{{ end }}', 'sum by (job) (up) == 0'),
      says('{{ $externalLabels.cluster }}'),
      says('{{ range query "sum by (job) (up)" }}{{ .Labels.job }}{{ end }}', 'sum(up) == 0'),
    ],
  },
  'template-value': {
    bad: [
      says('{{ $value }}', 'x_seconds > 1'),
      says('{{ $value | humanizeDuration }}', 'x_bytes > 1'),
      says('{{ $value | humanizePercentage }}', 'x_seconds > 1'),
      rule('x > 1', {}, { labels: { severity: 'warning', value: '{{ $value }}' } }),
    ],
    good: [
      says('{{ $value | humanizeDuration }}', 'x_seconds > 1'),
      says('{{ printf "%.2f" $value }} s', 'x_seconds > 1'),
      says('{{ $value }}', 'x > 1'),
      says('{{ if gt $value 5.0 }}much{{ end }}', 'x_seconds > 1'),
    ],
  },
}

describe.each(Object.entries(examples))('%s', (id, { bad, good }) => {
  test.each(bad)('finds %s', (text) => expect(find(id, text)).not.toEqual([]))
  test.each(good)('passes %s', (text) => expect(find(id, text)).toEqual([]))
})

test('a fragment stands exactly on what is wrong in a template', () => {
  const [problem] = find('template-syntax', says('On {{ $labels.instance | humanise }}'))
  const { query = '', from = 0, to = 0 } = problem?.fragment ?? {}
  expect(query.slice(from, to)).toBe('humanise')
  expect(problem?.path).toMatch(/annotations\.summary$/)
  expect(problem?.message).toContain('did you mean humanize')
})

test('`else with` is for the versions that know it', () => {
  const text = says('{{ with $labels.a }}{{ . }}{{ else with $labels.b }}{{ . }}{{ end }}')
  const world = foreignWorld(null)
  expect(find('template-syntax', text, world)).toEqual([])
  const [problem] = find('template-syntax', text, { ...world, version: '2.42' })
  const { query = '', from = 0 } = problem?.fragment ?? {}
  expect(query.slice(from)).toMatch(/^with \$labels.b/)
  expect(problem?.message).toContain('`else with` needs Prometheus 3')
})

test('a fragment stands exactly on what is wrong in the query of a template', () => {
  const [problem] = find('template-query', says('{{ query "up{job=\\"a\\" !}" }}'))
  const { query = '', from = 0 } = problem?.fragment ?? {}
  expect(query.slice(from)).toMatch(/^!/)
})

describe('what alerts of a file lack', () => {
  const lacking = (...runbooks: readonly string[]) => {
    const rules = runbooks.map((runbook, index) => {
      const comment = runbook === 'allowed' ? '  # belfry allow alert-runbook: its summary says it all\n' : ''
      const annotation = runbook === 'linked' ? '    annotations: {runbook_url: https://example.org}\n' : ''
      return `${comment}  - alert: A${index}\n    expr: up == 0\n${annotation}`
    })
    return find('alert-runbook', `groups:\n- name: g\n  rules:\n${rules.join('')}`).map(({ message }) => message)
  }

  test('is one finding where none or few have it', () => {
    expect(lacking('', '', '')).toEqual(['none of the 3 alerts of this file has a runbook'])
    expect(lacking('', 'linked', '')).toEqual(['2 of the 3 alerts of this file have no runbook'])
  })

  test('is one for each where half have it', () => {
    expect(lacking('', 'linked', 'linked', '')).toEqual(['A0 has no runbook', 'A3 has no runbook'])
  })

  test('is none where it is allowed, which allows nothing else', () => {
    expect(lacking('allowed', '', '')).toEqual(['2 of the 3 alerts of this file have no runbook'])
    expect(lacking('allowed', 'linked')).toEqual([])
  })
})

test('a rule that records nothing is told of at its own query, not wherever it is read', () => {
  const rules = [
    { record: 'a:nothing:sum', expr: 'sum(nothing)' },
    { alert: 'A', expr: 'a:nothing:sum > 1' },
  ]
  const text = JSON.stringify({ groups: [{ name: 'g', rules }] })
  expect(find('query-metric', text, foreignWorld(buildCatalog([])))).toMatchObject([{ path: 'g.a:nothing:sum' }])
})

test('random and truncated templates end in a finding or none, never in a crash', () => {
  const text =
    '{{ if eq $labels.a `x` }}{{ range $i, $s := query "up{a=\\"b\\"}" }}{{ ($s).Value | printf "%.1f" }}{{ end }}{{ else }}{{- . -}}{{ end }}'
  for (let end = 0; end <= text.length; end++) find('template-syntax', says(text.slice(0, end)))
  for (let at = 0; at < text.length; at++) find('template-syntax', says(text.slice(0, at) + text.slice(at + 1)))
  for (const deep of ['{{ ('.padEnd(5000, '('), '{{ if 1 }}'.repeat(2000), '{{ if 1 }}{{ else if 1 }}'.repeat(500)])
    expect(find('template-syntax', says(deep))).not.toEqual([])
})
