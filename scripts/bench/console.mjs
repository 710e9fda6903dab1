/**
 * Prints how fast the console of a running stack is: a dashboard over 24 h beside an empty page of the same console, a
 * refresh beside its questions alone, and what 30 refreshes leave behind.
 */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const origin = process.env.BELFRY_CONSOLE
const executablePath = process.env.BELFRY_TEST_CHROMIUM ?? '/usr/bin/chromium'
if (origin === undefined || !existsSync(executablePath)) {
  console.error(`usage: BELFRY_CONSOLE=http://127.0.0.1:9095 node scripts/bench/console.mjs [dashboard]
The console of a stack has to run: npm run up. A Chromium has to be there: ${executablePath}, or the one that
BELFRY_TEST_CHROMIUM names.`)
  process.exit(2)
}

const { dashboards } = await (await fetch(`${origin}/api/stack`)).json()
const largest = dashboards.reduce((one, other) => (other.panels > one.panels ? other : one))
const uid = process.argv[2] ?? largest.uid
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--js-flags=--expose-gc'],
})
const page = await browser.newPage({ viewport: { width: 1360, height: 1000 } })

const drawings = () => page.evaluate(() => Number(document.body.dataset.ready ?? 0))
const drawn = (times) => page.waitForFunction((wanted) => Number(document.body.dataset.ready ?? 0) >= wanted, times)
const timed = async (work) => {
  const began = performance.now()
  await work()
  return performance.now() - began
}
const openEmpty = () => timed(() => page.goto(`${origin}/no-such-page`, { waitUntil: 'load' }))
const openBoard = () =>
  timed(async () => {
    await page.goto(`${origin}/d/${uid}?from=now-24h&to=now&refresh=off`)
    await drawn(1)
  })
const refresh = () =>
  timed(async () => {
    const before = await drawings()
    await page.click('button[aria-label="Refresh now"]')
    await drawn(before + 1)
  })
/** What the last drawing asked, once more, with nothing drawn. */
const ask = () =>
  timed(() =>
    page.evaluate(async (urls) => {
      await Promise.all(urls.map(async (url) => (await fetch(url)).arrayBuffer()))
    }, questions),
  )

await openBoard()
const pages = await pairs(openBoard, openEmpty)
await openBoard()
await page.evaluate(() => performance.clearResourceTimings())
await refresh()
const questions = await page.evaluate(() =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.includes('/api/prometheus/')),
)
const refreshes = await pairs(refresh, ask)
const panels = await page.locator('.board .panel').count()
const session = await page.context().newCDPSession(page)
const before = await heap()
for (let index = 0; index < 30; index++) await refresh()
const after = await heap()
await browser.close()

console.log(`${uid}: ${panels} panels over 24 h, ${questions.length} questions; medians, and ratios in the same run`)
console.log(line('page ready', pages, 'an empty page', 1500))
console.log(line('refresh', refreshes, 'its questions', 700))
console.log(`  heap         ${megabytes(before)}, after 30 refreshes ${megabytes(after)}`)

/** In turn, so that a machine that slows down slows both. */
async function pairs(one, other, runs = 7) {
  const all = []
  for (let run = 0; run < runs; run++) all.push([await one(), await other()])
  return {
    one: median(all.map(([first]) => first)),
    other: median(all.map(([, second]) => second)),
    ratio: median(all.map(([first, second]) => first / second)),
  }
}

function median(values) {
  return values.sort((x, y) => x - y)[Math.floor(values.length / 2)]
}

async function heap() {
  await session.send('HeapProfiler.collectGarbage')
  return (await session.send('Runtime.getHeapUsage')).usedSize
}

function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

function line(what, { one, other, ratio }, floor, aim) {
  const within = one <= aim ? 'within' : 'over'
  return `  ${what.padEnd(12)} ${one.toFixed(0)} ms (${within} ${aim}), ${floor} ${other.toFixed(0)} ms: ${ratio.toFixed(1)}×`
}
