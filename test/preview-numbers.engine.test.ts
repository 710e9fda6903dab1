import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askPrometheus } from '../src/cli/ask-prometheus.ts'
import { readBoard } from '../src/preview/board/read-board.ts'
import { loadBoard } from '../src/preview/data/load-board.ts'
import { type DrawnItem, drawBoard } from '../src/preview/page/draw-board.ts'
import { type AskedPanel, type AskedSeries, askApi, askPanel, reductions, wordFor } from './support/asked-panel.ts'
import { until } from './support/child.ts'
import { dpgModel } from './support/dpg-model.ts'
import { linesOf, tipAt } from './support/drawn-texts.ts'
import { isShown } from './support/shown-number.ts'
import { startWatchedStack, type WatchedStack } from './support/watched-stack.ts'
import { textsOfSvg } from './support/xml.ts'

/** A Prometheus that watches the stack already; without it one is started. */
const given = process.env.BELFRY_TEST_PROMETHEUS ?? ''
const rangeSeconds = 600

let watched: WatchedStack | null = null
let url = given
/** Seconds; the past, so that what is asked twice is answered alike. */
let end = 0

beforeAll(async () => {
  if (given === '') {
    watched = await startWatchedStack(dpgModel(), process.env.BELFRY_TEST_SUITE ?? '')
    url = watched.url
    await until(
      'some scrapes',
      async () => Number((await askApi(url, 'query', { query: 'min(sum_over_time(up[2m]))' }))[0]?.value?.[1]) >= 20,
      120_000,
    )
  }
  end = Math.floor(Date.now() / 1000) - 5
}, 300_000)
afterAll(() => watched?.stop(), 60_000)

test('what panels say equals what Prometheus answers, reduced by hand', { timeout: 240_000 }, async () => {
  const folder = fileURLToPath(new URL('../rendered/grafana/dashboards/', import.meta.url))
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json')).sort()
  const range = { from: (end - rangeSeconds) * 1000, to: end * 1000, raw: { from: '', to: '' } }
  const counts = new Map<string, { panels: number; numbers: number }>()
  const faults: string[] = []
  for (const name of names) {
    const json = JSON.parse(await readFile(join(folder, name), 'utf8')) as { panels: readonly AskedPanel[] }
    const ask = askPrometheus({ url })
    const loaded = await loadBoard(readBoard(json), { ask, range, width: 1600, areRowsOpen: true })
    const items = drawBoard(loaded, { theme: 'dark' }).items
    for (const panel of json.panels.flatMap((one) => [one, ...(one.panels ?? [])])) {
      const item = items.find(({ title, type }) => title === panel.title && type === panel.type)
      const expectation = expectations[panel.type]
      if (item === undefined || expectation === undefined || isLeftToChance(panel)) continue
      const expected = expectation(panel, await askPanel(url, panel, end, rangeSeconds), item)
      if (expected.length === 0) continue
      const { panels, numbers } = counts.get(panel.type) ?? { panels: 0, numbers: 0 }
      counts.set(panel.type, { panels: panels + 1, numbers: numbers + expected.length })
      for (const { what, value, drawn } of expected)
        if (!drawn.some((text) => isSaid(panel, text, value)))
          faults.push(`${name} ${panel.title}: ${what}: ${value} is not ${drawn.join(', ')}`)
    }
  }
  console.table([...counts].map(([type, count]) => ({ type, ...count })))
  expect(faults).toEqual([])
  expect([...counts.values()].reduce((sum, { panels }) => sum + panels, 0)).toBeGreaterThanOrEqual(40)
  // A kind of panel of which nothing is compared has got lost.
  expect(Object.keys(expectations).filter((type) => !counts.has(type))).toEqual([])
})

/** Which of equal series topk keeps differs from one question to the next, so what is asked twice is not answered alike. */
function isLeftToChance({ targets = [] }: AskedPanel): boolean {
  return targets.some(({ expr, instant }) => instant !== true && expr.includes('topk('))
}

/** A number, or the word that stands for it. */
function isSaid(panel: AskedPanel, text: string, value: number): boolean {
  const word = wordFor(panel, value)
  return word === null ? isShown(text, value) : text === word
}

interface Expected {
  readonly what: string
  readonly value: number
  /** Texts of which one has to show it. */
  readonly drawn: readonly string[]
}

type Expectation = (panel: AskedPanel, series: readonly AskedSeries[], item: DrawnItem) => readonly Expected[]

const expectations: Readonly<Record<string, Expectation>> = {
  stat: singleNumbers,
  gauge: singleNumbers,
  bargauge: singleNumbers,
  timeseries: (...all) => [...legendNumbers(...all), ...tipNumbers(...all)],
  'state-timeline': tipNumbers,
  piechart: pieNumbers,
  heatmap: bucketNumbers,
  table: cellNumbers,
}

const isCut = (texts: readonly string[]): boolean => texts.some((text) => /^\+\d+ more/.test(text))
const isUnique = (all: readonly AskedSeries[], { name }: AskedSeries): boolean =>
  all.filter((one) => one.name === name).length === 1

function singleNumbers(panel: AskedPanel, series: readonly AskedSeries[], item: DrawnItem): readonly Expected[] {
  const [calculation = 'lastNotNull'] = panel.options?.reduceOptions?.calcs ?? []
  const reduction = reductions[calculation]
  const drawn = textsOfSvg(item.svg)
  if (reduction === undefined || isCut(drawn) || (panel.transformations ?? []).length > 0) return []
  return series.map(({ name, numbers }) => ({ what: name, value: reduction(numbers), drawn }))
}

/** A row of a legend is its name and then its numbers. */
function legendNumbers(panel: AskedPanel, series: readonly AskedSeries[], item: DrawnItem): readonly Expected[] {
  const { calcs = [], displayMode } = panel.options?.legend ?? {}
  const texts = textsOfSvg(item.svg)
  if (displayMode !== 'table') return []
  return series.flatMap((one) => {
    const at = texts.indexOf(one.name)
    if (at === -1 || !isUnique(series, one)) return []
    return calcs.flatMap((calculation, index) => {
      const reduction = reductions[calculation]
      if (reduction === undefined) return []
      return [
        { what: `${one.name} ${calculation}`, value: reduction(one.numbers), drawn: [texts[at + 1 + index] ?? ''] },
      ]
    })
  })
}

/** What the pointer tells at the first sample of a series, at one in its middle, and at the last. */
function tipNumbers(_panel: AskedPanel, series: readonly AskedSeries[], item: DrawnItem): readonly Expected[] {
  return series
    .filter((one) => isUnique(series, one))
    .flatMap(({ name, times, numbers }) =>
      [...new Set([0, times.length >> 1, times.length - 1])].flatMap((at) => {
        const told = tipAt(item, times[at] ?? 0).get(name)
        return told === undefined ? [] : [{ what: `${name} at ${times[at]}`, value: numbers[at] ?? 0, drawn: [told] }]
      }),
    )
}

/** The legend has a row for each slice: name, value, share. */
function pieNumbers(_panel: AskedPanel, series: readonly AskedSeries[], item: DrawnItem): readonly Expected[] {
  const lines = linesOf(item)
  return series
    .filter(({ numbers }) => (numbers.at(-1) ?? 0) > 0)
    .map(({ name, numbers }) => ({
      what: name,
      value: numbers.at(-1) ?? 0,
      drawn: (lines.find(([first]) => first === name) ?? []).slice(1, 2),
    }))
}

/** A cell of a heatmap holds what a bucket has more than the one below it. */
function bucketNumbers(_panel: AskedPanel, series: readonly AskedSeries[], item: DrawnItem): readonly Expected[] {
  const bound = ({ labels }: AskedSeries): number => Number((labels.le ?? '').replace('+Inf', 'Infinity'))
  const ordered = [...series].sort((one, other) => bound(one) - bound(other))
  const times = ordered[0]?.times ?? []
  // At many moments nothing falls in a bucket.
  return times.slice(-8).flatMap((time) => {
    const countOf = (one: AskedSeries | undefined): number => one?.numbers[one.times.indexOf(time)] ?? 0
    const told = tipAt(item, time)
    return ordered.flatMap((one, index) => {
      const value = countOf(one) - countOf(ordered[index - 1])
      if (value <= 0.05) return []
      const drawn = [...told].filter(([name]) =>
        Number.isFinite(bound(one)) ? isShown(name, bound(one)) : name === '+Inf',
      )
      return [{ what: `up to ${one.labels.le} at ${time}`, value, drawn: drawn.map(([, text]) => text) }]
    })
  })
}

/** The value of a series stands on the line that has its labels. */
function cellNumbers(_panel: AskedPanel, series: readonly AskedSeries[], item: DrawnItem): readonly Expected[] {
  const lines = linesOf(item)
  const texts = new Set(lines.flat())
  return series.flatMap(({ labels, numbers }) => {
    const shown = Object.values(labels).filter((label) => texts.has(label))
    const line = lines.find((cells) => shown.every((label) => cells.includes(label)))
    // A row that has no room is not drawn, nor are labels that the panel leaves out.
    if (shown.length === 0 || line === undefined) return []
    return [{ what: shown.join(' '), value: numbers.at(-1) ?? 0, drawn: line }]
  })
}
