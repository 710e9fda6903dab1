import type { DeliveryReport } from '../drills/deliveries/delivery-report.ts'
import { reportHtml } from '../drills/report-html.ts'
import { reportJunit } from '../drills/report-junit.ts'
import type { DrillReport, DrillResult, FaultReport, Measure } from '../drills/result.ts'
import { result, resultJson } from './output.ts'
import { table } from './table.ts'
import { writeOutput } from './write-output.ts'

export interface ReportOptions {
  readonly json?: boolean
  /** File for JUnit XML. */
  readonly junit?: string
  /** File for the HTML report. */
  readonly html?: string
}

/** Prints the result, and writes the files that were asked for. */
export async function drillReports(report: DrillReport, options: ReportOptions): Promise<void> {
  if (options.json === true) resultJson(report)
  else result(drillText(report))
  if (options.junit !== undefined) await writeOutput(options.junit, reportJunit(report))
  if (options.html !== undefined) await writeOutput(options.html, reportHtml(report))
}

function drillText({ faults, deliveries }: DrillReport): string {
  return [...(faults === null ? [] : [faultTable(faults)]), ...deliveries.map(deliveryText)].join('\n\n')
}

function deliveryText({ environment, alerts, delivered, notifications, ...report }: DeliveryReport): string {
  const { resolved, channels, faults, watchdog, slowest } = report
  const lines = [
    `Routes of ${environment}: ${delivered} of ${alerts} alerts delivered, ${notifications} notifications, the slowest in ${slowest.toFixed(1)} s; ${resolved.arrived} of ${resolved.expected} all-clears.`,
    table([
      ['RECEIVER', 'INTEGRATION', 'NOTIFICATIONS'],
      ...channels.map(({ receiver, channel, count }) => [receiver, channel, String(count)]),
    ]),
    ...faults.map(({ alert, channel, message }) => `  ${alert} ${channel}: ${message}`),
  ]
  if (watchdog !== null) {
    const { alert, interval, bound, lastAfterStop, lastBound, fault } = watchdog
    lines.push(
      `${alert}: every ${interval?.toFixed(1) ?? '–'} s (at most ${bound} s); last ${lastAfterStop?.toFixed(1) ?? '–'} s after Prometheus stopped (at most ${lastBound} s)${fault === '' ? '' : `; ${fault}`}`,
    )
  }
  return lines.join('\n')
}

function faultTable({ drills, others }: FaultReport): string {
  const head = ['DRILL', 'ALERT', 'DETECTED', 'DELIVERED', 'RESOLVED', 'RESULT']
  const rows = drills.map(({ name, alert, measures: { detection, delivery, resolve }, ...one }) => [
    ...[name, alert, timed(detection), timed(delivery), timed(resolve), verdict(one)],
  ])
  const passed = drills.filter(({ outcome }) => outcome === 'passed').length
  const lines = [
    table([head, ...rows]),
    '',
    `${passed} of ${drills.length} passed; seconds, beside the longest that each may take.`,
  ]
  if (others.length > 0) lines.push(`Rang meanwhile, and is no drill: ${others.join(', ')}.`)
  return lines.join('\n')
}

function timed({ seconds, bound }: Measure): string {
  return `${seconds === null ? '–' : seconds.toFixed(1)} / ${bound}`
}

function verdict({ outcome, reason }: Pick<DrillResult, 'outcome' | 'reason'>): string {
  return reason === '' ? outcome : `${outcome}: ${reason}`
}
