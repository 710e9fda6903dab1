import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startConsole } from '../../src/console/start-console.ts'
import { createLog } from '../../src/http/log.ts'
import type { HttpServer } from '../../src/http/server.ts'
import { hostileDashboard } from './hostile-dashboard.ts'
import { type HostilePrometheus, hostile, startHostilePrometheus } from './hostile-prometheus.ts'
import { chromiumPath, drawings, drawn, launchBrowser, openPage, skipReason } from './open-browser.ts'

const assets = fileURLToPath(new URL('../../dist/console', import.meta.url))
const [evil = ''] = hostile
const uid = 'hostile'

const receiverFacts = (name: string, silentDuring: readonly string[], onlyDuring: readonly string[]) => ({
  name,
  tells: [name],
  groupWait: '5s',
  repeatInterval: '4h',
  silentDuring,
  onlyDuring,
})
const alert = {
  name: 'Evil',
  system: 'evil',
  severity: 'critical',
  summary: evil,
  expr: `evil_metric{evil="x"} > 60`,
  for: '1m',
  keepFiringFor: '0s',
  dashboard: uid,
  hasRunbook: true,
  watched: [{ expr: 'evil_metric', operator: '>', threshold: 60, unit: 's' }],
  ways: [
    { when: [], receivers: [receiverFacts('everybody', [], [])] },
    { when: [[`shard="${evil}"`], ['shard="2"', 'zone="a"']], receivers: [receiverFacts(evil, [evil], ['duty'])] },
  ],
  budget: {
    detection: 50,
    delivery: 15,
    notification: 65,
    resolution: 60,
    detectionBound: 60,
    deliveryBound: 30,
    holds: true,
    reason: evil,
  },
}
const stack = {
  name: evil,
  environment: 'local',
  demo: true,
  urls: { grafana: 'http://127.0.0.1:3000' },
  systems: [{ name: 'evil', title: evil, description: evil }],
  dashboards: [{ uid, title: evil, system: 'evil', description: evil, panels: 24 }],
  alerts: [alert],
}
const metric = {
  name: 'evil_metric',
  type: 'gauge',
  help: evil,
  unit: 'none',
  labels: [evil],
  emitter: 'native',
  jobs: [evil],
  alerts: ['Evil'],
  records: [],
  dashboards: [uid],
}
const notification = {
  version: '4',
  groupKey: evil,
  status: 'firing',
  receiver: evil,
  groupLabels: { alertname: evil },
  commonLabels: { severity: 'critical' },
  commonAnnotations: {},
  externalURL: '',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: evil, [evil]: evil },
      annotations: { summary: evil, description: hostile[1], runbook_url: 'javascript:alert(1)' },
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
    },
  ],
}

/** Pages, and what stands on them once they are filled. */
const shownOn: readonly (readonly [string, string])[] = [
  ['/', '.card'],
  ['/dashboards', '.doors a'],
  [`/d/${uid}`, '.board .panel'],
  ['/alerts', '.alerts tbody tr'],
  ['/runbooks/evil/Evil', '.live .card'],
  ['/inbox', '.card[data-id]'],
  ['/catalog', '.metric'],
]

describe.skipIf(chromiumPath === null)(`the console in a browser${skipReason}`, () => {
  let browser: Browser
  let prometheus: HostilePrometheus
  let server: HttpServer
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'belfry-console-'))
    const write = async (path: string, content: string): Promise<void> => {
      await mkdir(join(folder, path, '..'), { recursive: true })
      await writeFile(join(folder, path), content)
    }
    await write('stack.json', JSON.stringify(stack))
    await write('catalog.json', JSON.stringify([metric]))
    await write(`dashboards/evil/${uid}.json`, JSON.stringify(hostileDashboard(uid, evil)))
    await write(
      'runbooks/evil/Evil.md',
      `# Evil\n\n${evil}\n\n[x](javascript:alert(1)) ${hostile[1]}\n\n\`\`\`sh\necho '<b>'\n\`\`\`\n`,
    )
    prometheus = await startHostilePrometheus()
    server = await startConsole(
      {
        listen: { host: '127.0.0.1', port: 0 },
        stateDir: join(folder, 'state'),
        runbooksDir: join(folder, 'runbooks'),
        dashboardsDir: join(folder, 'dashboards'),
        stackFile: join(folder, 'stack.json'),
        catalogFile: join(folder, 'catalog.json'),
        prometheus: prometheus.url,
        alertmanager: prometheus.url,
        links: [],
      },
      createLog('test', { level: 'silent' }),
      assets,
    )
    await post()
    browser = await launchBrowser()
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await server.stop()
    await prometheus.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const post = (severity = 'critical') =>
    fetch(`${server.url}/api/inbox`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...notification, commonLabels: { severity } }),
    })
  const open = async (path: string, options = {}) => {
    const watched = await openPage(browser, server.url, options)
    await watched.page.goto(server.url + path)
    return watched
  }

  test.each(shownOn)(
    '%s shows hostile texts as texts, breaks no rule of its policy and asks nobody else',
    async (path, content) => {
      const { page, faults } = await open(path)
      await page.waitForSelector(content)
      if (path.startsWith('/d/') || path.startsWith('/runbooks')) await drawn(page)
      expect(await page.textContent('main')).toContain(evil)
      expect(await intruders(page)).toEqual([])
      expect(await page.title()).not.toBe('broken into')
      expect(faults).toEqual([])
      await page.context().close()
    },
  )

  test('every type of panel shows a hostile label, and so does its tooltip', async () => {
    const { page, faults } = await open(`/d/${uid}`)
    await drawn(page)
    const silent = await page.$$eval(
      '.board .panel',
      (panels, wanted) =>
        panels.flatMap((panel) => {
          const content = panel.textContent ?? ''
          return wanted.some((text) => content.includes(text.slice(0, 8))) ? [] : [panel.getAttribute('aria-label')]
        }),
      hostile,
    )
    expect(silent).toEqual([])
    const charts = page.locator('.board .panel:has(canvas)')
    const told: string[] = []
    for (let index = 0; index < (await charts.count()); index++) {
      await charts.nth(index).scrollIntoViewIfNeeded()
      const { x, y, width, height } = (await charts.nth(index).locator('.chart').first().boundingBox()) ?? nowhere
      await page.mouse.move(x + width / 2, y + height / 2)
      await page.mouse.move(x + width / 2 + 2, y + height / 2)
      // Tooltips are drawn with the next frame; not every chart has something under its middle.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      told.push(...(await page.locator('.tip:visible').allTextContents()))
    }
    expect(told.join('\n')).toContain('<img src=x')
    expect(await intruders(page)).toEqual([])
    expect(await page.title()).not.toBe('broken into')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a tooltip stays open when the dashboard is drawn anew', async () => {
    const { page } = await open(`/d/${uid}`)
    await drawn(page)
    await page.locator('.board .panel:has(canvas) .chart').first().hover()
    await page.waitForSelector('.tip:visible')
    const before = await drawings(page)
    await refresh(page)
    await drawn(page, before + 1)
    await page.waitForSelector('.tip:visible')
    expect(await page.locator('.crosshair:visible').count()).toBeGreaterThan(5)
    await page.context().close()
  })

  test('what is drawn over a chart is not lost when new data comes meanwhile', async () => {
    const { page, faults } = await open(`/d/${uid}`)
    await drawn(page)
    const chart = page.locator('.board .panel:has(canvas) .chart').first()
    const { x, y, width } = (await chart.boundingBox()) ?? nowhere
    await page.mouse.move(x + width * 0.25, y + 20)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.4, y + 20, { steps: 3 })
    await refresh(page)
    await drawn(page, 2)
    expect(await page.locator('.selection:visible').count()).toBe(1)
    await page.mouse.move(x + width * 0.75, y + 20, { steps: 3 })
    await page.mouse.up()
    await drawn(page, 3)
    const [, from, to] = /from=(\d{13})&to=(\d{13})/.exec(page.url()) ?? []
    const hours = (Number(to) - Number(from)) / 3_600_000
    expect(hours).toBeGreaterThan(2.7)
    expect(hours).toBeLessThan(3.3)
    expect(await page.locator('.selection:visible').count()).toBe(0)
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('what came while a drag was going on is shown when it ends in nothing', async () => {
    const { page } = await open(`/d/${uid}`)
    await drawn(page)
    const chart = page.locator('.board .panel:has(canvas) .chart').first()
    const { x, y, width } = (await chart.boundingBox()) ?? nowhere
    const marked = await chart.evaluateHandle((element) => element.closest('.panel'))
    await page.mouse.move(x + width * 0.25, y + 20)
    await page.mouse.down()
    await refresh(page)
    await drawn(page, 2)
    expect(await marked.evaluate((panel) => panel?.isConnected)).toBe(true)
    await page.mouse.up()
    expect(await marked.evaluate((panel) => panel?.isConnected)).toBe(false)
    expect(page.url()).not.toContain('from=')
    await page.context().close()
  })

  test('a click in a legend shows a series alone, with the control key it hides one; a refresh keeps that', async () => {
    const { page, faults } = await open(`/d/${uid}`)
    await drawn(page)
    const entries = page.locator('.board [data-key="p17"] [data-series]')
    const shown = () => entries.evaluateAll((all) => all.map((one) => one.getAttribute('aria-pressed') === 'true'))
    expect(await shown()).toEqual([true, true, true])
    await entries.nth(1).click()
    expect(await shown()).toEqual([false, true, false])
    await refresh(page)
    await drawn(page, 2)
    expect(await shown()).toEqual([false, true, false])
    await entries.nth(1).click()
    expect(await shown()).toEqual([true, true, true])
    await entries.nth(0).click({ modifiers: ['ControlOrMeta'] })
    expect(await shown()).toEqual([false, true, true])
    await entries.nth(0).click({ modifiers: ['ControlOrMeta'] })
    expect(await shown()).toEqual([true, true, true])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a legend is one stop of the Tab key, its entries are reached by arrows, and keep the focus', async () => {
    const { page } = await open(`/d/${uid}`)
    await drawn(page)
    const entries = page.locator('.board [data-key="p17"] [data-series]')
    await entries.first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const pressed = () => entries.evaluateAll((all) => all.map((one) => one.getAttribute('aria-pressed')))
    expect(await pressed()).toEqual(['false', 'true', 'false'])
    expect(await entries.nth(1).evaluate((entry) => entry === document.activeElement)).toBe(true)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Control+Enter')
    expect(await pressed()).toEqual(['true', 'true', 'false'])
    await page.keyboard.press('Tab')
    expect(await entries.evaluateAll((all) => all.some((one) => one === document.activeElement))).toBe(false)
    await page.context().close()
  })

  test('a variable, a range and a zoom are asked for, stand in the address, and can be undone', async () => {
    const { page, faults } = await open(`/d/${uid}`)
    await drawn(page)
    await page.selectOption('#var-mode', 'slow')
    await drawn(page, 2)
    expect(lastQuery()).toContain('mode="slow"')
    expect(page.url()).toContain('var-mode=slow')

    await page.selectOption('#range', 'now-1h')
    await drawn(page, 3)
    expect(page.url()).toContain('from=now-1h')
    expect(spanOf(prometheus)).toBeCloseTo(3600, -2)

    const chart = page.locator('.board .panel:has(canvas) .chart').first()
    const { x, y, width } = (await chart.boundingBox()) ?? nowhere
    await page.mouse.move(x + width * 0.25, y + 20)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.5, y + 25, { steps: 4 })
    // All charts show the same moment.
    expect(await page.locator('.crosshair:visible').count()).toBeGreaterThan(5)
    await page.mouse.up()
    await drawn(page, 4)
    expect(spanOf(prometheus)).toBeGreaterThan(700)
    expect(spanOf(prometheus)).toBeLessThan(1100)
    expect(page.url()).toMatch(/from=\d{13}&to=\d{13}/)
    expect(await page.locator('#range option:checked').textContent()).toMatch(/\d\d:\d\d to \d\d:\d\d/)

    await page.goBack()
    await drawn(page, 5)
    expect(await page.inputValue('#range')).toBe('now-1h')
    expect(await page.inputValue('#var-mode')).toBe('slow')
    await page.reload()
    await drawn(page)
    expect(await page.inputValue('#var-mode')).toBe('slow')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('values of a variable are chosen and left by keyboard alone', async () => {
    const { page } = await open(`/d/${uid}`)
    await drawn(page)
    await page.locator('.variable summary').first().focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    for (let index = 0; index < 4; index++) await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await drawn(page, 2)
    expect(page.url()).toContain('var-evil=plain')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-value'))).toBe('plain')
    await page.keyboard.press('Escape')
    expect(await page.locator('details.menu[open]').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY')
    await page.keyboard.press('Enter')
    await page.locator('.board').click({ position: { x: 2, y: 2 } })
    expect(await page.locator('details.menu[open]').count()).toBe(0)
    await page.context().close()
  })

  test('from an alert to its runbook to its dashboard', async () => {
    const { page, faults } = await open('/alerts?state=firing')
    await page.click('.alerts a:text("Evil")')
    await page.waitForSelector('.live .card')
    await drawn(page)
    expect(page.url()).toBe(`${server.url}/runbooks/evil/Evil`)
    expect(await page.textContent('.board')).toContain('Alerts when > 60')
    await page.click('.commands .copy')
    await page.waitForSelector('.copy:text-matches("Copied|Marked")')
    await page.locator('.facts a').first().click()
    await drawn(page)
    expect(page.url()).toContain(`/d/${uid}`)
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('who is told under a condition only stands there with the condition', async () => {
    const { page } = await open('/alerts?q=everybody')
    const cell = page.locator('td[data-title="Reaches"]')
    expect(await cell.locator('div').first().textContent()).toBe('everybody')
    const conditions = `when shard="${evil}" or shard="2", zone="a"`
    const timings = `silent during ${evil}, only during duty`
    expect(await cell.locator('div').nth(1).textContent()).toBe(`${evil} ${conditions}, ${timings}`)
    await page.click('.alerts a:text("Evil")')
    const facts = page.locator('.facts div:has(> dt:text("Reaches")) dd div')
    await facts.first().waitFor()
    expect(await facts.allTextContents()).toEqual([
      'everybody (everybody), after 5s, again after 4h',
      `${conditions}:`,
      `${evil} (${evil}), after 5s, again after 4h, ${timings}`,
    ])
    await page.context().close()
  })

  test('a notification appears in the inbox by itself', async () => {
    const { page } = await open('/inbox')
    await page.waitForSelector('.card[data-id]')
    const before = await page.locator('.card[data-id]').count()
    await post('skip sheet')
    await page.waitForFunction((count) => document.querySelectorAll('.card[data-id]').length > count, before)
    // A label chooses no style but those of severities.
    expect(await page.locator('.card[data-id]').first().getAttribute('class')).toMatch(/^card +new$/)
    await page.route('**/api/inbox*', (route) => route.fulfill({ status: 502, json: { error: 'gone' } }))
    await page.waitForSelector('.failure:has-text("gone")')
    expect(await page.locator('.card[data-id]').count()).toBe(before + 1)
    await page.context().close()
  })

  test('a failing engine is told of in its place, and the rest goes on', async () => {
    const { page } = await open('/')
    await page.route('**/api/prometheus/**', (route) => route.fulfill({ status: 502, json: { error: 'nobody there' } }))
    await page.reload()
    await page.waitForSelector('.failure:has-text("nobody there")')
    await page.waitForSelector('[data-nav="alerts"] .count:text("?")')
    await page.goto(`${server.url}/alerts`)
    await page.waitForSelector('.failure:has-text("nobody there")')
    // Nobody may believe that all is quiet.
    expect(await page.locator('.alerts .badge').allTextContents()).toEqual(['unknown'])
    await page.goto(`${server.url}/d/${uid}`)
    await drawn(page)
    expect(await page.textContent('.board')).toContain('nobody there')
    await page.context().close()
  })

  test.each(shownOn)('%s is readable on a phone and by those who do not see it', async (path, content) => {
    const { page } = await open(path, { viewport: { width: 375, height: 700 }, colorScheme: 'light' })
    await page.waitForSelector(content)
    if (path.startsWith('/d/') || path.startsWith('/runbooks')) await drawn(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
    expect(await shortcomings(page)).toEqual([])
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
    await page.context().close()
  })

  test('is light or dark as the system wants, until the reader chooses', async () => {
    const { page } = await open('/alerts', { colorScheme: 'light' })
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme)
    expect(await theme()).toBe('light')
    await page.click('#theme')
    expect(await theme()).toBe('dark')
    await page.goto(`${server.url}/catalog`)
    expect(await theme()).toBe('dark')
    await page.context().close()
  })

  test('24 panels are drawn anew thirty times without growing', async () => {
    const { page } = await open(`/d/${uid}`)
    await drawn(page)
    const session = await page.context().newCDPSession(page)
    const heap = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage')
      const { usedSize } = await session.send('Runtime.getHeapUsage')
      return usedSize / 1024 / 1024
    }
    const refreshAll = async (times: number): Promise<void> => {
      for (let index = 0; index < times; index++) {
        const before = await drawings(page)
        await refresh(page)
        await drawn(page, before + 1)
      }
    }
    await refreshAll(5)
    const before = await heap()
    await refreshAll(30)
    const after = await heap()
    console.log(`JS heap: ${before.toFixed(1)} MB, after 30 refreshes ${after.toFixed(1)} MB`)
    expect(after - before).toBeLessThan(4)
    await page.context().close()
  }, 120_000)

  const lastQuery = (): string =>
    prometheus.asked
      .map(({ searchParams }) => searchParams.get('query') ?? '')
      .findLast((query) => query.includes('panel=')) ?? ''
})

/** Without the pointer, which may be elsewhere. */
const refresh = (page: Page): Promise<void> =>
  page.evaluate(() => document.querySelector<HTMLElement>('button[aria-label="Refresh now"]')?.click())

const nowhere = { x: 0, y: 0, width: 0, height: 0 }

function spanOf({ asked }: HostilePrometheus): number {
  const query = asked.findLast(
    ({ pathname, searchParams }) =>
      pathname.endsWith('query_range') && searchParams.get('query')?.includes('panel=') === true,
  )?.searchParams
  return Number(query?.get('end')) - Number(query?.get('start'))
}

/** What only stands on a page when a text was read as markup. */
async function intruders(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('img[src="x"], [onerror], main script, svg script, a[href^="javascript:" i]')].map(
      (element) => element.outerHTML.slice(0, 200),
    ),
  )
}

/** Controls without a name, headings out of order, more or less than one main heading, ids that stand twice. */
async function shortcomings(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const visible = (element: Element): boolean => element.getClientRects().length > 0
    for (const control of document.querySelectorAll<HTMLElement>('button, a, input, select, summary')) {
      if (!visible(control)) continue
      const labels = 'labels' in control ? [...((control as HTMLInputElement).labels ?? [])] : []
      const name = [
        control.getAttribute('aria-label'),
        control.textContent,
        control.getAttribute('title'),
        ...labels.map((label) => label.textContent),
        control.querySelector('title')?.textContent,
      ].find((text) => (text ?? '').trim() !== '')
      if (name === undefined) found.push(`no name: ${control.outerHTML.slice(0, 80)}`)
    }
    const headings = [...document.querySelectorAll('h1, h2, h3, h4')]
      .filter(visible)
      .map(({ tagName }) => Number(tagName[1]))
    if (headings.filter((level) => level === 1).length !== 1) found.push(`main headings: ${headings.join()}`)
    headings.forEach((level, index) => {
      if (level > (headings[index - 1] ?? 0) + 1) found.push(`heading ${level} after ${headings[index - 1] ?? 'none'}`)
    })
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    found.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id twice: ${id}`))
    if (document.documentElement.lang === '') found.push('no language')
    return found
  })
}
