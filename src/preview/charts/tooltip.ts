import { type Look, withAlpha } from '../draw/look.ts'
import { escapeXml } from '../draw/svg.ts'
import { fullTime } from '../draw/time-ticks.ts'
import type { ChartOption } from '../vendor/echarts.js'
import { valueText } from './graph-axes.ts'
import type { GraphSeries } from './graph-series.ts'

/** Rows of one tooltip. */
const most = 20

/** A line of a tooltip. */
export interface TooltipRow {
  readonly color: string
  readonly name: string
  readonly value: string
}

/** What every tooltip looks like; `formatter` gives markup, so all that it says is escaped here. */
export function tooltipBox(look: Look, trigger: 'axis' | 'item', formatter: (params: unknown) => string): ChartOption {
  return {
    trigger,
    confine: false,
    appendTo: 'body',
    transitionDuration: 0,
    backgroundColor: look.raised,
    borderColor: look.border,
    padding: 8,
    textStyle: { color: look.text, fontSize: 12, fontFamily: 'Inter, sans-serif' },
    axisPointer: { type: 'line', lineStyle: { color: withAlpha(look.text, 0.6), width: 1, type: 'dashed' } },
    formatter,
  }
}

/** Inline styles are what a strict policy forbids, so the colour is a picture. */
export function tooltipText(title: string, rows: readonly TooltipRow[]): string {
  const shown = rows
    .slice(0, most)
    .map(
      ({ color, name, value }) =>
        `<tr><td><svg width="12" height="8"><rect width="12" height="4" y="2" rx="2" fill="${escapeXml(color)}"/></svg></td>` +
        `<td>${escapeXml(name)}</td><td align="right"><b>${escapeXml(value)}</b></td></tr>`,
    )
  const more = rows.length > most ? `<tr><td></td><td>+${rows.length - most} more</td></tr>` : ''
  return `<div class="tip">${escapeXml(title)}<table>${shown.join('')}${more}</table></div>`
}

/** All series at the time under the pointer, the largest first. */
export function tooltipOf(series: readonly GraphSeries[], timeZone: string, look: Look): ChartOption {
  return tooltipBox(look, 'axis', (params) => {
    const time = pointedTime(params)
    if (time === null) return ''
    const found = series.flatMap((one) => {
      const value = one.values[nearest(one.times, time)]
      return value === null || value === undefined ? [] : [{ one, value }]
    })
    found.sort((left, right) => right.value - left.value)
    const rows = found.map(({ one, value }) => ({ color: one.color, name: one.name, value: valueText(one, value) }))
    return tooltipText(fullTime(time, timeZone), rows)
  })
}

/** The time under the pointer, from what ECharts gives a formatter; `null` when it says none. */
export function pointedTime(params: unknown): number | null {
  const [first] = Array.isArray(params) ? (params as { axisValue?: unknown }[]) : []
  const time = Number(first?.axisValue)
  return Number.isFinite(time) ? time : null
}

/** The index of the time that is nearest. */
export function nearest(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= time) low = middle
    else high = middle
  }
  return Math.abs((times[high] ?? 0) - time) < Math.abs((times[low] ?? 0) - time) ? high : low
}
