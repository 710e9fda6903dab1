import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { Alert, Recording } from '../model/model.ts'
import { ruleGroup } from '../renderers/rules.ts'
import { formatDuration } from '../spec/duration.ts'
import type { Labels } from '../spec/labels.ts'
import type { AlertCase, CaseSeries, Expectation, Sample } from './alert-case.ts'

/** How cases of one alert are rendered. */
export interface CaseRendering {
  /** Names the files `<stem>.rules.yml` and `<stem>.test.yml`. @default the name of the alert */
  readonly stem?: string
  /** A rule in place of the one that the model has, such as a mutant. @default each rule as it is */
  readonly ruleOf?: <R extends Alert | Recording>(rule: R) => R
}

/** All cases as promtool's unit tests: for each alert a file of tests, and a rule file with what the alert needs. */
export function renderCases(cases: readonly AlertCase[]): readonly Artifact[] {
  return [...byAlert(cases).values()].flatMap((own) => renderAlertCases(own))
}

/** Cases by the name of their alert. */
export function byAlert(cases: readonly AlertCase[]): ReadonlyMap<string, readonly AlertCase[]> {
  const groups = new Map<string, AlertCase[]>()
  for (const one of cases) {
    const same = groups.get(one.alert.name)
    if (same === undefined) groups.set(one.alert.name, [one])
    else same.push(one)
  }
  return groups
}

/**
 * The cases of one alert. What is expected is that of the model, whatever rules are put in place of its own; so a mutant
 * is a call with another `stem` and `ruleOf`, and lives when promtool passes its file.
 */
export function renderAlertCases(
  cases: readonly AlertCase[],
  { stem, ruleOf = (rule) => rule }: CaseRendering = {},
): readonly Artifact[] {
  const [first] = cases
  if (first === undefined) return []
  const name = stem ?? first.alert.name
  const interval = formatDuration(first.evaluationInterval)
  const rules = [...first.recordings.map(ruleOf), ruleOf(first.alert)]
  return [
    artifact(rulesPath(name), toYaml({ groups: [ruleGroup({ name: first.alert.system, interval, rules })] })),
    artifact(
      testPath(name),
      toYaml({ rule_files: [rulesPath(name)], evaluation_interval: interval, tests: cases.map(testOf) }),
    ),
  ]
}

export const testPath = (stem: string): string => `${stem}.test.yml`
const rulesPath = (stem: string): string => `${stem}.rules.yml`

/** A case as promtool's unit test. */
export function testOf(one: AlertCase): object {
  return {
    name: one.id,
    interval: formatDuration(one.slot),
    input_series: one.series.map((series) => ({
      series: `${series.name}${selectorOf(series.labels)}`,
      values: valuesOf(series, one.slot),
    })),
    alert_rule_test: expectationsOf(one, one.alert.name),
    ...(one.expectations.some(isWithoutTexts)
      ? { promql_expr_test: one.expectations.filter(isWithoutTexts).map((expectation) => firingTest(one, expectation)) }
      : {}),
  }
}

/** promtool compares the texts of alerts; where they are not known, the series that Prometheus keeps of them is asked for. */
function firingTest({ id, alert }: AlertCase, { at, alerts }: Expectation): object {
  const own = { alertname: alert.name, alertstate: 'firing' }
  return {
    // No series has this label: it says in failures which case they are of, as promtool 2.42 does not.
    expr: `ALERTS{alertname="${alert.name}", alertstate="firing", ${caseLabel}!=${JSON.stringify(id)}}`,
    eval_time: formatDuration(at),
    exp_samples: alerts.map(({ labels }) => ({ labels: `ALERTS${selectorOf({ ...labels, ...own })}`, value: 1 })),
  }
}

/** Holds the id of a case in expressions that are asked of it. */
export const caseLabel = 'belfry_case'

function isWithoutTexts({ alerts }: Expectation): boolean {
  return alerts.some(({ annotations }) => annotations === null)
}

/** What a case expects of its alert, or of one that goes by another name. */
export function expectationsOf({ expectations }: AlertCase, alertname: string): readonly object[] {
  const withTexts = expectations.filter((expectation) => !isWithoutTexts(expectation))
  return withTexts.map(({ at, alerts }) => ({
    eval_time: formatDuration(at),
    alertname,
    exp_alerts: alerts.map(({ labels, annotations }) => ({ exp_labels: labels, exp_annotations: annotations })),
  }))
}

function selectorOf(labels: Labels): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
  return `{${pairs.join(', ')}}`
}

/** A value for each slot: the first sample stands in the second, the others an interval apart. */
function valuesOf({ samples, interval }: CaseSeries, slot: number): string {
  const pause = interval / slot - 1
  const between = pause === 0 ? '' : pause === 1 ? ' _' : ` _x${pause}`
  return `_ ${samples.map(textOf).join(`${between} `)}`
}

function textOf(sample: Sample): string {
  if (sample === null) return '_'
  if (sample === Infinity) return 'Inf'
  return sample === -Infinity ? '-Inf' : String(sample)
}
