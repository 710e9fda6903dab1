import { compilePage } from '../formats/handlebars.ts'
import type { DeliveryReport } from './deliveries/delivery-report.ts'
import type { DrillReport, DrillResult } from './result.ts'

interface Case {
  readonly suite: string
  readonly name: string
  readonly seconds: string
  /** Empty when it passed. */
  readonly failure: string
  readonly skipped: string
  readonly output: string
}

/** The result as JUnit XML, which CI systems show: a test case a fault, and one an environment's routes. */
export function reportJunit({ faults, deliveries }: DrillReport): string {
  const cases = [...(faults?.drills ?? []).map(ofDrill), ...deliveries.flatMap(ofDeliveries)].map(clean)
  return template({
    cases,
    tests: String(cases.length),
    failures: String(cases.filter(({ failure }) => failure !== '').length),
    skipped: String(cases.filter((one) => one.skipped !== '').length),
  })
}

function ofDrill({ name, fault, alert, outcome, reason, times, measures }: DrillResult): Case {
  const { detection, delivery, resolve } = measures
  const took = times.broken === null ? 0 : ((times.resolved ?? times.mended ?? times.broken) - times.broken) / 1000
  const line = (word: string, { seconds, bound }: typeof detection) => `${word} ${seconds ?? 'never'} s of ${bound} s`
  return {
    ...{ suite: 'faults', name, seconds: took.toFixed(3) },
    failure: outcome === 'passed' || outcome === 'skipped' ? '' : reason,
    skipped: outcome === 'skipped' ? reason : '',
    output: `${fault}; ${alert}\n${line('detected', detection)}\n${line('delivered', delivery)}\n${line('resolved', resolve)}`,
  }
}

function ofDeliveries({
  environment,
  faults,
  resolved,
  watchdog,
  slowest,
  ...report
}: DeliveryReport): readonly Case[] {
  const lost = resolved.expected - resolved.arrived
  const lines = faults.map(({ alert, channel, message }) => `${alert} ${channel}: ${message}`)
  if (lost > 0) lines.push(`${lost} all-clears did not arrive`)
  const one = { suite: 'deliveries', skipped: '' }
  return [
    {
      ...{ ...one, name: environment, seconds: slowest.toFixed(3), failure: lines.join('\n') },
      output: `${report.delivered} of ${report.alerts} alerts, ${report.notifications} notifications`,
    },
    ...(watchdog === null
      ? []
      : [{ ...one, name: `${environment} ${watchdog.alert}`, seconds: '0', failure: watchdog.fault, output: '' }]),
  ]
}

/** XML has no way to write most control characters. */
function clean(one: Case): Case {
  const entries = Object.entries(one).map(([key, text]) => [key, text.replace(controls, ' ')])
  return Object.fromEntries(entries) as Case
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const template = compilePage(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="belfry drill" tests="{{tests}}" failures="{{failures}}" skipped="{{skipped}}">
  <testsuite name="belfry drill" tests="{{tests}}" failures="{{failures}}" skipped="{{skipped}}">
{{#each cases}}
    <testcase classname="{{suite}}" name="{{name}}" time="{{seconds}}">
{{#if failure}}
      <failure message="{{failure}}">{{failure}}</failure>
{{/if}}
{{#if skipped}}
      <skipped message="{{skipped}}"/>
{{/if}}
      <system-out>{{output}}</system-out>
    </testcase>
{{/each}}
  </testsuite>
</testsuites>
`)
