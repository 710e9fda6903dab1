import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNative } from '../../src/cli/choose-driver.ts'
import { freeOffset } from '../../src/cli/isolated-stack.ts'
import { runCommand } from '../../src/engines/run-command.ts'
import { chromiumPath, drawn, launchBrowser, openPage, skipReason } from './open-browser.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe.skipIf(chromiumPath === null)(`the console of a running stack${skipReason}`, { timeout: 240_000 }, () => {
  let stateDir: string
  let portOffset: number
  let browser: Browser

  const belfry = (...args: readonly string[]) =>
    runCommand(process.execPath, ['bin/belfry.js', ...args, '--state', stateDir], { cwd: root, timeoutMs: 200_000 })
  const origin = () => `http://127.0.0.1:${9095 + portOffset}`

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'belfry-console-'))
    portOffset = await freeOffset()
    const { exitCode, stderr } = await belfry('up', '--driver', 'native', '--port-offset', String(portOffset))
    expect(exitCode, stderr).toBe(0)
    browser = await launchBrowser()
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await belfry('down', '--volumes')
    await rm(stateDir, { recursive: true, force: true })
  }, 60_000)

  test('shows engines, targets and the demo on its start page', async () => {
    const { page, faults } = await openPage(browser, origin())
    await page.goto(origin())
    await page.waitForSelector('.rows li:has-text("Prometheus") .dot.up')
    await page.waitForSelector('.rows li:has-text("redis") .dot.up')
    expect(await page.textContent('#demo')).toContain('Demo data')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a real fault is seen: in the inbox by itself, then on its runbook, then on the dashboard', async () => {
    const { page, faults } = await openPage(browser, origin())
    await page.goto(`${origin()}/inbox`)
    await page.waitForSelector('.card[data-id]')
    const driver = openNative(stateDir)
    await driver.stop('redis')
    await page.waitForSelector('.card.critical:has-text("RedisDown")', { timeout: 90_000 })
    await page.locator('.card.critical:has-text("RedisDown") a:text("runbook")').first().click()
    await page.waitForSelector('.live .card.critical')
    await drawn(page)
    expect(page.url()).toBe(`${origin()}/runbooks/redis/RedisDown`)
    expect(await page.textContent('.title')).toContain('firing')
    await page.locator('.facts a:text("Redis")').first().click()
    await drawn(page)
    expect(page.url()).toContain('/d/dpg-redis')
    await driver.start('redis')
    await page.goto(`${origin()}/inbox`)
    await page.waitForSelector('.card.resolved:has-text("RedisDown")', { timeout: 120_000 })
    expect(faults).toEqual([])
    await page.context().close()
  })
})
