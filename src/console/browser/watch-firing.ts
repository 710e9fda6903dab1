import { prometheusData } from './ask-console.ts'
import type { LiveAlert } from './live-alerts.ts'
import { repeat } from './repeat.ts'

/** Shows beside the link to the alerts how many fire; what always fires by design is not counted. */
export function watchFiring(): void {
  const link = document.querySelector('[data-nav="alerts"]')
  if (link === null) return
  const badge = document.createElement('span')
  badge.className = 'count'
  badge.hidden = true
  link.append(badge)
  repeat(10_000, async () => {
    const answer = await prometheusData<{ alerts: readonly LiveAlert[] }>('alerts').catch(() => null)
    const firing = (answer?.alerts ?? []).filter(
      ({ state, labels }) => state === 'firing' && labels.severity !== 'none',
    )
    const rules = new Set(firing.map(({ labels }) => labels.alertname)).size
    badge.hidden = answer !== null && rules === 0
    badge.textContent = answer === null ? '?' : String(rules)
    badge.title = answer === null ? 'What fires is not known' : `${rules} firing`
    badge.classList.toggle(
      'critical',
      firing.some(({ labels }) => labels.severity === 'critical'),
    )
  })
}
