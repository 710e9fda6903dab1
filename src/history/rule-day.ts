import type { AlertSubject, RecordSubject } from '../checks/subject.ts'
import { subjectsOf } from '../checks/subjects-of.ts'
import type { PrometheusClient } from '../live/prometheus.ts'
import type { Series } from '../live/prometheus-answers.ts'
import type { Model } from '../model/model.ts'
import type { Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import { type Duration, parseDuration } from '../spec/duration.ts'
import type { HistorySeries } from './history-series.ts'

export interface RuleDayRequest {
  readonly model: Model
  readonly client: PrometheusClient
  /** Unix seconds. */
  readonly start: number
  readonly end: number
  /** Seconds between evaluations. */
  readonly step: number
  readonly signal: AbortSignal
}

/** How many questions are asked at a time. */
const atATime = 3
/** For how long before now there are no alerts, in seconds. */
const quiet = 1200

/** What recording rules would have stored of the past. */
export async function recordedDay(request: RuleDayRequest): Promise<readonly HistorySeries[]> {
  const { records } = rulesOf(request.model)
  return inTurns(
    records,
    (rule) => evaluate(rule.expr, rule.written, records, request),
    ({ name, labels }, series) => [toHistory(name, { ...series.metric, ...labels }, series)],
  )
}

/** The alerts that would have been pending and firing. */
export async function alertedDay(request: RuleDayRequest): Promise<readonly HistorySeries[]> {
  const { records, alerts } = rulesOf(request.model)
  return inTurns(
    alerts,
    (rule) => evaluate(rule.expr, rule.written, records, request),
    (rule, series) => alertSeries(rule, series, request),
  )
}

interface Rule<S> {
  readonly name: string
  readonly subject: S
  readonly labels: Readonly<Record<string, string>>
  readonly expr: Expr
  readonly written: string
}

function rulesOf(model: Model) {
  const records: Rule<RecordSubject>[] = []
  const alerts: Rule<AlertSubject>[] = []
  for (const { rules } of subjectsOf(model).groups)
    for (const subject of rules) {
      const { name, labels, expr, text } = subject
      if (expr === null) continue
      if (subject.where === 'record') records.push({ name, subject, labels, expr, written: text })
      else alerts.push({ name, subject, labels: { alertname: name, ...labels }, expr, written: text })
    }
  return { records, alerts }
}

async function inTurns<R>(
  rules: readonly R[],
  ask: (rule: R) => Promise<readonly Series[]>,
  make: (rule: R, series: Series) => readonly HistorySeries[],
): Promise<readonly HistorySeries[]> {
  const made: HistorySeries[][] = rules.map(() => [])
  let next = 0
  const work = async () => {
    for (;;) {
      const index = next++
      const rule = rules[index]
      if (rule === undefined) return
      made[index] = (await ask(rule)).flatMap((series) => make(rule, series))
    }
  }
  await Promise.all(Array.from({ length: atATime }, work))
  return made.flat()
}

function evaluate(
  expr: Expr,
  text: string,
  records: readonly Rule<RecordSubject>[],
  { client, start, end, step, signal }: RuleDayRequest,
): Promise<readonly Series[]> {
  return client.queryRange(withRecords(expr, text, records), { start, end }, step, signal)
}

/** The text with every recorded metric replaced by what records it: the past has no records yet. */
function withRecords(expr: Expr, text: string, records: readonly Rule<RecordSubject>[]): string {
  const found: { readonly from: number; readonly to: number; readonly text: string }[] = []
  const visit = (node: Expr): void => {
    if (node.kind === 'vector' && node.name !== null) {
      const { name, from, to } = node
      const record = records.find((one) => one.name === name.text)
      if (record === undefined) return
      found.push({ from, to, text: `(${withRecords(record.expr, record.written, records)})` })
    }
    for (const child of childrenOf(node)) visit(child)
  }
  visit(expr)
  let result = text
  for (const one of found.sort((a, b) => b.from - a.from))
    result = result.slice(0, one.from) + one.text + result.slice(one.to)
  return result
}

function toHistory(name: string, labels: Readonly<Record<string, string>>, { values }: Series): HistorySeries {
  const { __name__: _name, ...others } = labels
  return {
    name,
    labels: others,
    times: values.map(({ time }) => time),
    values: Float64Array.from(values, ({ value }) => value),
  }
}

/**
 * Pending until the rule's time is over, then firing. There is no `ALERTS_FOR_STATE`: Prometheus would take up from it what
 * it finds active.
 */
function alertSeries(
  { subject, labels }: Rule<AlertSubject>,
  series: Series,
  { step, end }: RuleDayRequest,
): readonly HistorySeries[] {
  // A label that a template makes would need the template.
  if (Object.values(labels).some((value) => value.includes('{{'))) return []
  const wait = (parseDuration(subject.for as Duration) ?? 0) / 1000
  const all = { ...toHistory('', { ...series.metric, ...labels }, series) }
  const pending = Float64Array.from(all.values, () => Number.NaN)
  const firing = Float64Array.from(pending)
  let began = 0
  for (const [index, time] of all.times.entries()) {
    const before = all.times[index - 1]
    if (before === undefined || time - before > step * 1.5) began = time
    if (time - began >= wait) firing[index] = 1
    else pending[index] = 1
  }
  // What is active now is for the living Prometheus alone to judge; the watchdog always is.
  for (const [index, time] of all.times.entries())
    if (labels.severity !== 'none' && end - time < quiet)
      for (const values of [pending, firing]) values[index] = Number.NaN
  const one = (name: string, more: Readonly<Record<string, string>>, values: Float64Array): HistorySeries[] =>
    values.every(Number.isNaN) ? [] : [{ name, labels: { ...all.labels, ...more }, times: all.times, values }]
  return [...one('ALERTS', { alertstate: 'pending' }, pending), ...one('ALERTS', { alertstate: 'firing' }, firing)]
}
