import { describe, expect, test } from 'vitest'
import { readRuleFile } from './rule-file.ts'

const rules = (...lines: readonly string[]): string =>
  ['groups:', '- name: g', '  rules:', ...lines.map((line) => `  ${line}`)].join('\n').concat('\n')
const problemsOf = (text: string): readonly string[] =>
  readRuleFile('f.yml', text).problems.map(({ place, message }) => `${place?.line}:${place?.column} ${message}`)

describe('a rule file', () => {
  test('gives its groups and rules, with the place of each character of a query', () => {
    const text = rules('- alert: Down', '  expr: |', '    up', '      == 0', '  for: 5m', '  labels: {severity: page}')
    const [group] = readRuleFile('f.yml', text).groups
    const rule = group?.rules[0]
    expect(group).toMatchObject({ name: 'g', interval: '' })
    expect(rule).toMatchObject({ kind: 'alert', name: 'Down', for: '5m', keepFiringFor: '0s', path: 'g.Down' })
    expect(rule?.expr.text).toBe('up\n  == 0\n')
    expect(rule?.expr.placeAt?.(rule.expr.text.indexOf('=='))).toEqual({ file: 'f.yml', line: 7, column: 9 })
    expect(rule?.labels.get('severity')?.place).toMatchObject({ line: 9, column: 24 })
  })

  test('may be several documents, manifests and lists of them, between other objects', () => {
    const text = [
      'kind: ConfigMap',
      '---',
      'kind: PrometheusRule',
      'spec: {groups: [{name: a, partial_response_strategy: warn, rules: [{alert: A, expr: up}]}]}',
      '---',
      'kind: PrometheusRule',
      'metadata: {name: empty}',
      '---',
      'kind: List',
      'items: [{kind: PrometheusRule, spec: {groups: [{name: b, rules: [{record: b, expr: up}]}]}}]',
    ].join('\n')
    const { groups, problems } = readRuleFile('f.yml', text)
    expect(groups.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(problems).toEqual([])
  })

  test('has one document only where Prometheus reads it itself', () => {
    const second = rules('- {record: b, expr: up}')
    expect(problemsOf(`---\n# one\n---\n${second}`)).toEqual([
      expect.stringContaining('4:1 Prometheus reads only the first'),
    ])
    expect(problemsOf(`# one\n---\n${second}---\n`)).toEqual([])
  })

  test('may record a name of any characters, as Prometheus 3 does', () => {
    expect(problemsOf(rules('- record: my.metric-rate:5m', '  expr: up'))).toEqual([])
  })

  test.each(['', '{}\n', 'null\n', 'groups: []\n'])('without rules is one: %j', (text) => {
    expect(readRuleFile('f.yml', text)).toMatchObject({ groups: [], problems: [], isRuleFile: true })
  })

  test('takes the labels of a group, and what its rules allow with a reason', () => {
    const text = [
      'groups:',
      '- name: g',
      '  labels: {team: db, tier: one}',
      '  rules:',
      '  # belfry allow query-idle: the system never idles',
      '  - alert: A',
      '    expr: up',
      '    labels: {tier: two}',
      '  - alert: B',
      '    # belfry allow query-range: it is scraped every second',
      '    expr: up',
    ].join('\n')
    const [a, b] = readRuleFile('f.yml', text).groups[0]?.rules ?? []
    expect([...(a?.labels ?? [])].map(([key, { text: value }]) => `${key}=${value}`)).toEqual(['team=db', 'tier=two'])
    expect(a?.allow).toEqual({ 'query-idle': 'the system never idles' })
    expect(b?.allow).toEqual({ 'query-range': 'it is scraped every second' })
  })
})

describe('what Prometheus refuses is a problem with its place', () => {
  test.each([
    ['a key that is not known', rules('- alert: A', '  expr: up', '  labls: {}'), '6:5 a rule has no key `labls`'],
    ['no expression', rules('- alert: A'), '4:12 A has no `expr`'],
    ['no name', rules('- expr: up'), '4:5 a rule with neither `alert` nor `record`'],
    [
      'two names',
      rules('- alert: A', '  record: b', '  expr: up'),
      '5:13 a rule is an `alert` or a `record`, not both',
    ],
    [
      'a recorded name that is none',
      rules('- record: a{b="c"}', '  expr: up'),
      '4:13 "a{b=\\"c\\"}" is no name of a metric',
    ],
    ['an offset before 0', 'groups: [{name: g, query_offset: -5m}]\n', '1:34 `query_offset` is no duration: -5m'],
    ['a limit that is none', 'groups: [{name: g, limit: few}]\n', '1:27 `limit` is a whole number'],
    ['a duration of ages', rules('- alert: A', '  expr: up', '  for: 1000y'), '6:10 `for` is no duration: 1000y'],
    ['`for` of a recording', rules('- record: a', '  expr: up', '  for: 5m'), '6:5 a recording rule cannot have `for`'],
    [
      'a duration that is none',
      rules('- alert: A', '  expr: up', '  for: 5 minutes'),
      '6:10 `for` is no duration: 5 minutes',
    ],
    ['a label that is a list', rules('- alert: A', '  expr: up', '  labels: {a: [b]}'), '6:17 `a` is not a text'],
    ['a group twice', `${rules('- alert: A', '  expr: up')}- name: g\n`, '6:9 the group g is in this file twice'],
    ['a rule that is a text', rules('- up == 0'), '4:5 a rule is a mapping with `alert` or `record`, and `expr`'],
    ['another file', 'scrape_configs: []\n', '1:1 this is no rule file'],
  ])('%s', (_name, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  test('a duration that is none is none that is missing', () => {
    const [group] = readRuleFile('f.yml', rules('- alert: A', '  expr: up', '  for: 5min')).groups
    expect(group?.rules[0]?.for).not.toBe('0s')
  })

  test('a key of a relative of Prometheus says whose it is', () => {
    const [problem] = readRuleFile('f.yml', 'groups: [{name: g, source_tenants: [a]}]\n').problems
    expect(problem?.hint).toBe('It is known to Mimir, not to Prometheus.')
  })

  test('a template that is not rendered says so', () => {
    const [problem] = readRuleFile('f.yml', 'groups:\n{{- if .Values.on }}\n- name: g\n{{- end }}\n').problems
    expect(problem).toMatchObject({ id: 'rule-file-valid', place: { line: 2 } })
    expect(problem?.hint).toContain('helm template')
  })

  test('an annotation without its quotes says so, and nothing else is said of a broken file', () => {
    const text = rules('- alert: A', '  expr: up', '  annotations: {summary: On {{ $labels.instance }}}', '- labls: {}')
    const { groups, problems } = readRuleFile('f.yml', text)
    expect(groups).toEqual([])
    expect(problems).toMatchObject([{ place: { line: 6 }, hint: 'Put text with `{{` in it in quotes.' }])
  })
})
