import { numberOf, objectOf, textOf } from '../board/json-value.ts'
import { interpolate } from '../data/interpolate.ts'
import { readRegex } from '../data/read-regex.ts'
import type { DrawContext, Drawing } from '../draw/drawing.ts'
import { message } from '../draw/no-data.ts'
import { fitRows } from '../draw/row-fit.ts'
import { link, rect, text } from '../draw/svg.ts'

/** Pixels of an alert, with the gap below it. */
const [usualRow, closestRow] = [46, 38]
const between = 4

/** Alerts of Prometheus that fired or were pending at the end of the range. */
export function drawAlertList(context: DrawContext): Drawing {
  const { panel, data, width, height, look } = context
  const { options } = panel
  const states = objectOf(options.stateFilter)
  const matchers = matchersOf(interpolate(textOf(options.alertInstanceLabelFilter), data.scope, 'promql'))
  const name = interpolate(textOf(options.alertName), data.scope, 'text').toLowerCase()
  const alerts = data.alerts
    .filter(({ state }) => states[state] !== false)
    .filter(({ labels }) => matchers.every((matches) => matches(labels)))
    .filter(({ labels }) => textOf(labels.alertname).toLowerCase().includes(name))
    .slice(0, numberOf(options.maxItems, 20))
  if (alerts.length === 0) return message(context, 'No alert is pending or firing')
  const fit = fitRows(alerts.length, height, usualRow, closestRow)
  const rowHeight = fit.height - between
  const rows = alerts.slice(0, fit.shown).map(({ labels, annotations, state }, index) => {
    const y = index * fit.height
    const [upper, lower] = [y + rowHeight * 0.4, y + rowHeight * 0.8]
    const color = look.color(state === 'firing' ? 'red' : 'orange')
    const summary = textOf(annotations.summary, textOf(annotations.description, wordsOf(labels)))
    const title = text(12, upper, textOf(labels.alertname, 'alert'), {
      size: 13,
      weight: 500,
      fill: look.text,
      width: width - 100,
    })
    return [
      rect(0, y, width, rowHeight, { rx: 2, fill: look.raised }),
      rect(0, y, 3, rowHeight, { fill: color }),
      link(textOf(annotations.runbook_url), title),
      text(12, lower, summary, { size: 12, fill: look.soft, width: width - 24 }),
      text(width - 8, upper, state.toUpperCase(), { size: 11, weight: 500, fill: color, anchor: 'end' }),
    ].join('')
  })
  const rest = alerts.length - fit.shown
  const more = rest > 0 ? text(width, height - 1, `+${rest} more`, { size: 11, fill: look.soft, anchor: 'end' }) : ''
  return { svg: rows.join('') + more, charts: [] }
}

/** What tells an alert from others of its name, where it has no words of its own. */
function wordsOf({ alertname: _, ...others }: Readonly<Record<string, string>>): string {
  return Object.entries(others)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

type Matches = (labels: Readonly<Record<string, string>>) => boolean

/** `{severity="critical", team=~"a|b"}`; what is not understood is left out. */
function matchersOf(filter: string): readonly Matches[] {
  return [...filter.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g)].map(
    ([, name = '', operator, value = '']) => {
      const isNegative = operator?.startsWith('!') === true
      const pattern = operator?.endsWith('~') === true ? readRegex(`^(?:${value})$`) : null
      const isEqual = (own: string): boolean => (pattern === null ? own === value : pattern.test(own))
      return (labels) => isEqual(labels[name] ?? '') !== isNegative
    },
  )
}
