import { describe, expect, it } from 'vitest'
import { somewhere, testAlert } from '../../test/support/model.ts'
import { fromYaml } from '../formats/yaml.ts'
import type { Recording } from '../model/model.ts'
import { promql } from '../spec/promql.ts'
import type { AlertCase, CaseSeries, Sample } from './alert-case.ts'
import { byAlert, renderAlertCases, renderCases, testOf } from './render-cases.ts'

const recording: Recording = {
  ...{ kind: 'record', name: 'load:max', system: 'node', expr: promql`max(node_load1)`, labels: {}, allow: {} },
  place: somewhere,
}
const series = (samples: readonly Sample[], interval = 10_000): CaseSeries => ({
  ...{ name: 'node_load1', labels: { job: 'node', instance: 'a "b"' } },
  ...{ interval, samples },
})
const made = (overrides: Partial<AlertCase> = {}): AlertCase => ({
  id: 'LoadHigh/1',
  alert: testAlert({ for: '20s' }),
  recordings: [recording],
  name: 'fires',
  slot: 5000,
  evaluationInterval: 10_000,
  series: [series([1, 9, null, 'stale'])],
  expectations: [
    { at: 0, alerts: [], place: somewhere },
    { at: 90_000, alerts: [{ labels: { instance: 'a' }, annotations: { summary: 'x' } }], place: somewhere },
  ],
  place: somewhere,
  ...overrides,
})
const parsed = (artifacts: ReturnType<typeof renderCases>): readonly (readonly [string, unknown])[] =>
  artifacts.map(({ path, content }) => [path, fromYaml(content)])

describe('cases as tests of promtool', () => {
  it('stand in a file for each alert, beside the rules that it needs', () => {
    const [[rulesPath, rules] = ['', null], [testPath, tests] = ['', null], ...others] = parsed(
      renderCases([made(), made({ id: 'LoadHigh/2' })]),
    )
    expect([rulesPath, testPath, others]).toEqual(['LoadHigh.rules.yml', 'LoadHigh.test.yml', []])
    expect(rules).toMatchObject({
      groups: [{ name: 'node', interval: '10s', rules: [{ record: 'load:max' }, { alert: 'LoadHigh', for: '20s' }] }],
    })
    expect(tests).toMatchObject({
      rule_files: ['LoadHigh.rules.yml'],
      evaluation_interval: '10s',
      tests: [{ name: 'LoadHigh/1', interval: '5s' }, { name: 'LoadHigh/2' }],
    })
  })

  it('expect the same of a rule that is put in place of the own one', () => {
    const ruleOf = <R extends object>(rule: R): R => ({ ...rule, for: '0s' })
    const [[path, rules] = ['', null], [, tests] = ['', null]] = parsed(
      renderAlertCases([made()], { stem: 'mutant', ruleOf }),
    )
    expect(path).toBe('mutant.rules.yml')
    expect(JSON.stringify(rules)).not.toContain('20s')
    expect(tests).toEqual({ ...(parsed(renderCases([made()]))[1]?.[1] as object), rule_files: ['mutant.rules.yml'] })
  })

  it('have each sample in a slot of its own, between evaluations', () => {
    const values = (one: CaseSeries): unknown =>
      (testOf(made({ series: [one] })) as { input_series: unknown }).input_series
    expect(values(series([1, 9, null, 'stale']))).toEqual([
      { series: 'node_load1{instance="a \\"b\\"", job="node"}', values: '_ 1 _ 9 _ _ _ stale' },
    ])
    expect(values(series([1, Infinity], 60_000))).toMatchObject([{ values: '_ 1 _x11 Inf' }])
    expect(values(series([Number.NaN, -Infinity], 5000))).toMatchObject([{ values: '_ NaN -Inf' }])
  })

  it('ask for the series of alerts whose texts are not known, and say which case that is of', () => {
    const expectations = [{ at: 60_000, alerts: [{ labels: { instance: 'a' }, annotations: null }], place: somewhere }]
    expect(testOf(made({ expectations }))).toMatchObject({
      alert_rule_test: [],
      promql_expr_test: [
        {
          expr: 'ALERTS{alertname="LoadHigh", alertstate="firing", belfry_case!="LoadHigh/1"}',
          eval_time: '1m',
          exp_samples: [{ labels: 'ALERTS{alertname="LoadHigh", alertstate="firing", instance="a"}', value: 1 }],
        },
      ],
    })
    expect(testOf(made())).not.toHaveProperty('promql_expr_test')
  })

  it('are kept apart by their alerts, in order', () => {
    const other = made({ id: 'Other/1', alert: testAlert({ name: 'Other' }) })
    const groups = byAlert([made(), other, made({ id: 'LoadHigh/2' })])
    expect([...groups].map(([name, own]) => [name, own.map(({ id }) => id)])).toEqual([
      ['LoadHigh', ['LoadHigh/1', 'LoadHigh/2']],
      ['Other', ['Other/1']],
    ])
    expect(renderAlertCases([])).toEqual([])
  })
})
