import { failure } from './badges.ts'
import { wireTheme } from './choose-theme.ts'
import { closeMenus } from './close-menus.ts'
import { byId } from './dom.ts'
import { markDemo } from './mark-demo.ts'
import { watchFiring } from './watch-firing.ts'

/** What fills each page; what a page alone needs is loaded with it. */
const pages: Readonly<Record<string, () => Promise<(key: string) => Promise<void> | void>>> = {
  start: async () => (await import('./start-page.ts')).startPage,
  dashboards: async () => (await import('./dashboards-page.ts')).dashboardsPage,
  dashboard: async () => (await import('./dashboard-page.ts')).dashboardPage,
  alerts: async () => (await import('./alerts-page.ts')).alertsPage,
  runbook: async () => (await import('./runbook-page.ts')).runbookPage,
  inbox: async () => (await import('./inbox-page.ts')).inboxPage,
  catalog: async () => (await import('./catalog-page.ts')).catalogPage,
}

// A library behind the charts would try whether it may evaluate code; the policy of the page forbids it, and tells.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
wireTheme()
closeMenus()
watchFiring()
void markDemo()
const { page = '', key = '' } = document.body.dataset
try {
  await (await pages[page]?.())?.(key)
} catch (error) {
  byId('main').append(failure('This page cannot be shown', error))
}
