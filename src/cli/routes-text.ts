import type { AlertRoutes, RouteText, RouteTree } from './describe-routes.ts'
import { table } from './table.ts'

/** The routing tree, one line a route. */
export function treeText(root: RouteTree): string {
  return [`${receiverText(root)}  ${waitsText(root)}`, ...childrenText(root, '')].join('\n')
}

/** All alerts with their receivers, one line for each way. */
export function alertTable(alerts: readonly AlertRoutes[]): string {
  const rows = alerts.flatMap(({ alert, severity, ways }) =>
    ways.map(({ routes, when }) => [alert, severity, routes.map(receiverText).join(' + '), whenText(when)]),
  )
  return table([['ALERT', 'SEVERITY', 'REACHES', 'WHEN'], ...rows])
}

/** Everything about the way of one alert. */
export function alertText({ alert, severity, system, ways, silencedBy }: AlertRoutes): string {
  const reached = ways.flatMap(({ when, routes }) => [
    ...(when.length === 0 ? [] : [`  when ${whenText(when)}`]),
    ...routes.flatMap((route) => [
      `  → ${receiverText(route)}`,
      `    grouped by ${route.groupBy.join(', ') || 'nothing'}; ${waitsText(route)}`,
      ...timingsText(route).map((line) => `    ${line}`),
    ]),
  ])
  const silenced = silencedBy.map(({ alerts, equal, because }) => {
    const same = equal.length === 0 ? '' : ` with the same ${equal.join(', ')}`
    return `  silenced while ${listText(alerts)} fires${same}: ${because}`
  })
  return [`${alert} (${severity}, ${system})`, ...reached, ...silenced].join('\n')
}

function childrenText({ routes }: RouteTree, indent: string): readonly string[] {
  return routes.flatMap((route, index) => {
    const isLast = index === routes.length - 1
    const matchers = route.matchers.join(', ') || 'everything'
    const goesOn = route.continue ? ', and goes on' : ''
    const timings = timingsText(route).map((line) => `; ${line}`)
    return [
      `${indent}${isLast ? '└─' : '├─'} ${matchers} → ${receiverText(route)}${goesOn}  ${waitsText(route)}${timings.join('')}`,
      ...childrenText(route, `${indent}${isLast ? '   ' : '│  '}`),
    ]
  })
}

function receiverText({ receiver, integrations }: RouteText): string {
  return `${receiver} (${integrations.join(', ') || 'tells nobody'})`
}

function waitsText({ groupWait, groupInterval, repeatInterval }: RouteText): string {
  return `after ${groupWait}, news every ${groupInterval}, again after ${repeatInterval}`
}

function timingsText({ muteTimings, activeTimings }: RouteText): readonly string[] {
  return [
    ...(muteTimings.length === 0 ? [] : [`silent during ${muteTimings.join(', ')}`]),
    ...(activeTimings.length === 0 ? [] : [`only during ${activeTimings.join(', ')}`]),
  ]
}

function whenText(when: readonly (readonly string[])[]): string {
  return when.map((matchers) => matchers.join(', ')).join(' or ')
}

const mostNames = 6

function listText(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ')
  return names.length > mostNames ? `${shown} or one of ${names.length - mostNames} others` : shown
}
