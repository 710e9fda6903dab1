import { type Child, h } from './dom.ts'
import type { AlertState } from './live-alerts.ts'

/** The state of an alert, in words as well as in colour. */
export function stateBadge(state: AlertState, severity: string): HTMLElement {
  return h('span', { class: `badge ${state === 'firing' ? severity : state}` }, state)
}

export const severityMark = (severity: string): HTMLElement => h('span', { class: `severity ${severity}` }, severity)

/** Labels as name and value, such as stand on a series. */
export function labelList(labels: Readonly<Record<string, string>>, without: readonly string[] = []): HTMLElement {
  const shown = Object.entries(labels).filter(([name]) => !without.includes(name))
  return h(
    'ul',
    { class: 'labels' },
    shown.map(([name, value]) => h('li', {}, h('span', { class: 'soft' }, `${name}=`), value)),
  )
}

/** What cannot be shown now, and why. */
export const failure = (what: string, error: unknown): HTMLElement =>
  h('p', { class: 'failure', role: 'alert' }, `${what}: ${error instanceof Error ? error.message : String(error)}`)

export const empty = (...text: readonly Child[]): HTMLElement => h('p', { class: 'empty' }, ...text)
