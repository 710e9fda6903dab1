import { type Child, h } from './dom.ts'
import type { AlertState } from './live-alerts.ts'

/** The class of a severity; a label can hold anything, and classes decide where things stand. */
export const toneOf = (severity: string | undefined): string =>
  ['critical', 'warning', 'info', 'none'].find((known) => known === severity) ?? ''

/** The state of an alert, in words as well as in colour. */
export function stateBadge(state: AlertState, severity: string): HTMLElement {
  return h('span', { class: `badge ${state === 'firing' ? toneOf(severity) : state}` }, state)
}

export const severityMark = (severity: string): HTMLElement =>
  h('span', { class: `severity ${toneOf(severity)}` }, severity)

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
