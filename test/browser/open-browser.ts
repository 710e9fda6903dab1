import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome']

/** The browser of this machine: `BELFRY_TEST_CHROMIUM`, or where distributions put it; `null` when there is none. */
export const chromiumPath: string | null = process.env.BELFRY_TEST_CHROMIUM ?? places.find(existsSync) ?? null

/** Part of a suite's title, so that a report says why it was skipped. */
export const skipReason =
  chromiumPath === null ? ' (skipped: no Chromium; install it, or name it in BELFRY_TEST_CHROMIUM)' : ''

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    // Root may not use the sandbox; GPU and shared memory are missing in many containers.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--js-flags=--expose-gc'],
  })
}

/** A page that is watched: what it complains of, and what it asks of others. */
export interface WatchedPage {
  readonly page: Page
  /** Errors and warnings of the console, exceptions, violations of the policy, requests to somebody else. */
  readonly faults: readonly string[]
}

/** Opens a page that reaches nothing but one origin. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'UTC', ...options })
  const faults: string[] = []
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (url.startsWith(`${origin}/`)) return route.continue()
    faults.push(`asks ${url}`)
    return route.abort()
  })
  await context.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    ),
  )
  const page = await context.newPage()
  page.on('console', (message) => {
    // Chromium gives up requests when a network of the machine comes or goes, such as one of Docker's.
    if (message.text().includes('ERR_NETWORK_CHANGED')) return
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`))
  return { page, faults }
}

/** Waits until a page has drawn its charts so many times. */
export async function drawn(page: Page, times = 1): Promise<void> {
  await page.waitForFunction((wanted) => Number(document.body.dataset.ready ?? 0) >= wanted, times, { timeout: 20_000 })
}

/** How often it has drawn. */
export async function drawings(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.body.dataset.ready ?? 0))
}
