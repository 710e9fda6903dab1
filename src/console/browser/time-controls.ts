import type { TimeRange } from '../../preview/data/time-range.ts'
import { readTimeRange } from '../../preview/data/time-range.ts'
import { h } from './dom.ts'
import { moment } from './text.ts'

const presets: readonly (readonly [string, string])[] = [
  ['now-5m', 'Last 5 minutes'],
  ['now-15m', 'Last 15 minutes'],
  ['now-30m', 'Last 30 minutes'],
  ['now-1h', 'Last hour'],
  ['now-3h', 'Last 3 hours'],
  ['now-6h', 'Last 6 hours'],
  ['now-12h', 'Last 12 hours'],
  ['now-24h', 'Last 24 hours'],
  ['now-2d', 'Last 2 days'],
  ['now-7d', 'Last 7 days'],
  ['now-30d', 'Last 30 days'],
]
const intervals: readonly (readonly [number, string])[] = [
  [0, 'no refresh'],
  [5, 'every 5 s'],
  [10, 'every 10 s'],
  [15, 'every 15 s'],
  [30, 'every 30 s'],
  [60, 'every minute'],
  [300, 'every 5 minutes'],
]

export interface TimeChange {
  readonly from: string
  readonly to: string
}

export interface TimeControls {
  readonly element: HTMLElement
  show(raw: TimeChange, range: TimeRange, refresh: number): void
}

/** Time range, its steps and zoom, and how often to look again. */
export function timeControls(events: {
  readonly onRange: (change: TimeChange) => void
  readonly onRefresh: (seconds: number) => void
  readonly onNow: () => void
}): TimeControls {
  let shown: TimeRange | null = null
  const moved = (shift: number, scale: number): void => {
    if (shown === null) return
    const [span, middle] = [shown.to - shown.from, (shown.to + shown.from) / 2 + shift * (shown.to - shown.from)]
    const to = Math.min(Date.now(), Math.round(middle + (span * scale) / 2))
    events.onRange({ from: String(Math.round(to - span * scale)), to: String(to) })
  }
  const button = (label: string, sign: string, run: () => void): HTMLButtonElement =>
    h('button', { type: 'button', title: label, 'aria-label': label, onclick: run }, sign)

  const preset = h('select', { id: 'range', 'aria-label': 'Time range' })
  preset.addEventListener('change', () => {
    if (preset.value !== '') events.onRange({ from: preset.value, to: 'now' })
  })
  const every = h('select', { id: 'refresh', 'aria-label': 'Refresh' })
  every.append(...intervals.map(([value, title]) => h('option', { value }, title)))
  every.addEventListener('change', () => events.onRefresh(Number(every.value)))

  const [from, to] = (['from', 'to'] as const).map((id) =>
    h('input', { id, type: 'datetime-local', step: 1, required: true }),
  ) as [HTMLInputElement, HTMLInputElement]
  const wrong = h('p', { class: 'failure', role: 'alert', hidden: true }, 'The end has to be after the beginning.')
  const exact = h('details', { class: 'menu' })
  const form = h(
    'form',
    { class: 'sheet' },
    h('label', { for: 'from' }, 'From'),
    from,
    h('label', { for: 'to' }, 'To'),
    to,
    wrong,
    h('button', { type: 'submit', class: 'main' }, 'Show this time'),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const range = readTimeRange(String(Date.parse(from.value)), String(Date.parse(to.value)), Date.now())
    wrong.hidden = range !== null
    if (range === null) return
    exact.open = false
    events.onRange(range.raw)
  })
  exact.append(h('summary', { title: 'Choose an exact time' }, 'From … to'), form)
  const element = h(
    'div',
    { class: 'time', role: 'group', 'aria-label': 'Time' },
    button('Earlier', '‹', () => moved(-0.5, 1)),
    preset,
    button('Later', '›', () => moved(0.5, 1)),
    button('Zoom out', '−', () => moved(0, 2)),
    exact,
    every,
    button('Refresh now', '⟳', events.onNow),
  )
  return {
    element,
    show(raw, range, refresh) {
      shown = range
      const isPreset = raw.to === 'now' && presets.some(([value]) => value === raw.from)
      const own = isPreset ? [] : [h('option', { value: '' }, spanText(raw, range))]
      preset.replaceChildren(...own, ...presets.map(([value, title]) => h('option', { value }, title)))
      preset.value = isPreset ? raw.from : ''
      if (!intervals.some(([value]) => value === refresh))
        every.append(h('option', { value: refresh }, `every ${refresh} s`))
      every.value = String(refresh)
      if (!exact.open) {
        from.value = moment(range.from).replace(' ', 'T')
        to.value = moment(range.to).replace(' ', 'T')
      }
    },
  }
}

function spanText(raw: TimeChange, { from, to }: TimeRange): string {
  if (raw.to.includes('now')) return `${raw.from} to ${raw.to}`
  const [start, end] = [moment(from), moment(to)]
  return `${start.slice(5, 16)} to ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11, 16) : end.slice(5, 16)}`
}
