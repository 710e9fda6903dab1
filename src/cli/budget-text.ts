import { type AlertBudget, deliveryAllowance } from '../model/budget/alert-budget.ts'
import { formatDuration } from '../spec/duration.ts'
import { table } from './table.ts'

/** What became of the bound: it holds, it does not but the alert says why, or it is broken; `–` where there is none. */
export function verdictOf({ alert, bound, holds }: AlertBudget): 'holds' | 'reason' | 'late' | '–' {
  if (bound.detection === null && bound.delivery === null) return '–'
  if (holds) return 'holds'
  return 'alert-budget' in alert.allow ? 'reason' : 'late'
}

/** All budgets, one line each, and how many hold. */
export function budgetTable(budgets: readonly AlertBudget[]): string {
  const rows = budgets.map((budget) => {
    const { alert, terms, detection, delivery, notification, resolution, bound } = budget
    const times = [
      ...[terms.collect, terms.scrape, terms.record, terms.window, terms.absent, terms.evaluate, terms.hold].map(short),
      formatDuration(detection),
      bound.detection === null ? '–' : formatDuration(bound.detection),
      formatDuration(delivery),
      formatDuration(notification),
      formatDuration(resolution),
    ]
    return [alert.name, alert.severity, ...times, verdictOf(budget)]
  })
  return `${table([head, ...rows])}\n\n${countsText(budgets)}`
}

/** One budget, term by term. */
export function budgetText(budget: AlertBudget): string {
  const { alert, terms, detection, delivery, notification, resolution, routes, bound } = budget
  const steps: readonly (readonly [string, number])[] = [
    ['age of the sample when it is scraped', terms.collect],
    ['interval and timeout of the scrape', terms.scrape],
    ['evaluations of recording rules', terms.record],
    ['until the range holds only the fault', terms.window],
    ['until the series are known to be gone', terms.absent],
    ['interval of the rule group', terms.evaluate],
    [`for: ${alert.for}, in whole evaluations`, terms.hold],
  ]
  const slowest = routes.map(
    ({ receiver, groupWait, groupInterval }) =>
      [`${receiver}: wait of a group, or interval of one that was told`, Math.max(groupWait, groupInterval)] as const,
  )
  const why = alert.allow['alert-budget']
  return [
    `${alert.name} (${alert.severity}): ${verdictOf(budget)}${why === undefined ? '' : `: ${why}`}`,
    ...lines(steps.filter(([, time]) => time > 0)),
    ...lines([[`detected${boundText(bound.detection)}`, detection]], '='),
    ...lines([...slowest, ['the way to the receiver', deliveryAllowance]]),
    ...lines([[`delivered after it fires${boundText(bound.delivery)}`, delivery]], '='),
    ...lines(
      [
        ['notified after the fault', notification],
        ['resolved after its end', resolution],
      ],
      ' ',
    ),
  ].join('\n')
}

/** A budget in seconds. */
export function budgetJson(budget: AlertBudget): object {
  const { alert, terms, detection, delivery, notification, resolution, routes, bound } = budget
  const seconds = (milliseconds: number) => milliseconds / 1000
  return {
    alert: alert.name,
    system: alert.system,
    severity: alert.severity,
    seconds: {
      ...Object.fromEntries(Object.entries(terms).map(([name, time]) => [name, seconds(time)])),
      detection: seconds(detection),
      delivery: seconds(delivery),
      notification: seconds(notification),
      resolution: seconds(resolution),
    },
    routes: routes.map(({ receiver, groupWait, groupInterval }) => ({
      receiver,
      groupWait: seconds(groupWait),
      groupInterval: seconds(groupInterval),
    })),
    bound: {
      detection: bound.detection === null ? null : seconds(bound.detection),
      delivery: bound.delivery === null ? null : seconds(bound.delivery),
    },
    verdict: verdictOf(budget) === '–' ? 'unbounded' : verdictOf(budget),
    reason: alert.allow['alert-budget'] ?? '',
  }
}

function countsText(budgets: readonly AlertBudget[]): string {
  const count = (verdict: string) => budgets.filter((budget) => verdictOf(budget) === verdict).length
  return (
    `${budgets.length} alerts: ${count('holds')} hold their bounds, ${count('reason')} say why they wait longer, ` +
    `${count('late')} are late, ${count('–')} have no bound`
  )
}

function lines(steps: readonly (readonly [string, number])[], mark = '+'): readonly string[] {
  return steps.map(([what, time]) => `  ${mark} ${formatDuration(time).padStart(10)}  ${what}`)
}

function boundText(bound: number | null): string {
  return bound === null ? '' : ` (bound: less than ${formatDuration(bound)})`
}

function short(time: number): string {
  return time === 0 ? '' : formatDuration(time)
}

const head = [
  'ALERT',
  'SEVERITY',
  'AGE',
  'SCRAPE',
  'RECORD',
  'RANGE',
  'ABSENT',
  'EVALUATE',
  'FOR',
  'DETECTED',
  'BOUND',
  'DELIVERED',
  'NOTIFIED',
  'RESOLVED',
  'VERDICT',
]
