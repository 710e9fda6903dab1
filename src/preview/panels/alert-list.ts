import { numberOf, objectOf, textOf } from '../board/json-value.ts'
import { interpolate } from '../data/interpolate.ts'
import type { DrawContext, Drawing } from '../draw/drawing.ts'
import { message } from '../draw/no-data.ts'
import { link, rect, text } from '../draw/svg.ts'

/** Alerts of Prometheus that fire or are pending, as they are now. */
export function drawAlertList(context: DrawContext): Drawing {
  const { panel, data, width, height, look } = context
  const { options } = panel
  const states = objectOf(options.stateFilter)
  const matchers = matchersOf(interpolate(textOf(options.alertInstanceLabelFilter), data.scope, 'promql'))
  const name = interpolate(textOf(options.alertName), data.scope, 'text').toLowerCase()
  const alerts = data.alerts
    .map(objectOf)
    .map(({ labels, annotations, state }) => ({
      labels: objectOf(labels),
      annotations: objectOf(annotations),
      state: textOf(state),
    }))
    .filter(({ state }) => states[state] !== false)
    .filter(({ labels }) => matchers.every((matches) => matches(labels)))
    .filter(({ labels }) => textOf(labels.alertname).toLowerCase().includes(name))
    .slice(0, numberOf(options.maxItems, 20))
  if (alerts.length === 0) return message(context, 'No alert is pending or firing')
  const rowHeight = 42
  const fits = Math.max(1, Math.floor((height - 8) / (rowHeight + 4)))
  const shown = alerts.length > fits ? alerts.slice(0, Math.max(1, fits)) : alerts
  const rows = shown.map(({ labels, annotations, state }, index) => {
    const y = index * (rowHeight + 4)
    const color = look.color(state === 'firing' ? 'red' : 'orange')
    const summary = textOf(annotations.summary, textOf(annotations.description))
    const title = text(12, y + 17, textOf(labels.alertname, 'alert'), {
      size: 13,
      weight: 500,
      fill: look.text,
      width: width - 100,
    })
    return [
      rect(0, y, width, rowHeight, { rx: 2, fill: look.raised }),
      rect(0, y, 3, rowHeight, { fill: color }),
      link(textOf(annotations.runbook_url), title),
      text(12, y + 34, summary, { size: 12, fill: look.soft, width: width - 24 }),
      text(width - 8, y + 17, state.toUpperCase(), { size: 11, weight: 500, fill: color, anchor: 'end' }),
    ].join('')
  })
  const rest = alerts.length - shown.length
  const more = rest > 0 ? text(width, height - 1, `+${rest} more`, { size: 11, fill: look.soft, anchor: 'end' }) : ''
  return { svg: rows.join('') + more, charts: [] }
}

type Matches = (labels: ReturnType<typeof objectOf>) => boolean

/** `{severity="critical", team=~"a|b"}`; what is not understood is left out. */
function matchersOf(filter: string): readonly Matches[] {
  return [...filter.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g)].map(
    ([, name = '', operator, value = '']) => {
      const isNegative = operator?.startsWith('!') === true
      const pattern = operator?.endsWith('~') === true ? patternOf(value) : null
      return (labels) => {
        const own = textOf(labels[name])
        return (pattern === null ? own === value : pattern.test(own)) !== isNegative
      }
    },
  )
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`)
  } catch {
    return /(?:)/
  }
}
