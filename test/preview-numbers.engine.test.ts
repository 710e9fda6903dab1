import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askPrometheus } from '../src/cli/ask-prometheus.ts'
import { readBoard } from '../src/preview/board/read-board.ts'
import { loadBoard } from '../src/preview/data/load-board.ts'
import { drawBoard } from '../src/preview/page/draw-board.ts'
import { until } from './support/child.ts'
import { dpgModel } from './support/dpg-model.ts'
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
      async () => Number((await api('query', { query: 'min(sum_over_time(up[2m]))' }))[0]?.value?.[1]) >= 20,
      120_000,
    )
  }
  end = Math.floor(Date.now() / 1000) - 5
}, 300_000)
afterAll(() => watched?.stop(), 60_000)

interface Series {
  readonly metric: Readonly<Record<string, string>>
  readonly value?: readonly [number, string]
  readonly values?: readonly (readonly [number, string])[]
}

/** Prometheus' own answer, asked by hand. */
async function api(path: string, parameters: Readonly<Record<string, string>>): Promise<readonly Series[]> {
  const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
  const { data, error } = (await answer.json()) as { data?: { result: readonly Series[] }; error?: string }
  if (data === undefined) throw new Error(`${error}: ${parameters.query}`)
  return data.result
}

interface Target {
  readonly expr: string
  readonly instant?: boolean
  readonly legendFormat?: string
}
interface Panel {
  readonly type: string
  readonly title: string
  readonly interval?: string
  readonly targets?: readonly Target[]
  readonly panels?: readonly Panel[]
  readonly transformations?: readonly unknown[]
  readonly fieldConfig?: { readonly defaults: { readonly mappings?: readonly unknown[] } }
  readonly options?: {
    readonly legend?: { readonly calcs?: readonly string[]; readonly displayMode?: string }
    readonly reduceOptions?: { readonly calcs: readonly string[] }
  }
}

/** All series of a panel's queries, each with its numbers; what is not a number at any time is left out. */
async function seriesOf(
  panel: Panel,
): Promise<readonly { readonly name: string; readonly numbers: readonly number[] }[]> {
  const found = await Promise.all(
    (panel.targets ?? []).map(async ({ expr, instant, legendFormat = '' }) => {
      const step = seconds(panel.interval ?? '15s')
      const query = expr
        .replaceAll('$__rate_interval', `${Math.max(step + 15, 60)}s`)
        .replaceAll('$__interval', `${step}s`)
        .replaceAll('$__range', `${rangeSeconds}s`)
        .replace(/\$\w+/g, '.*')
      const start = end - rangeSeconds
      const series = instant
        ? await api('query', { query, time: String(end) })
        : await api('query_range', {
            query,
            start: String(Math.floor(start / step) * step),
            end: String(Math.floor(end / step) * step),
            step: String(step),
          })
      return series.map(({ metric, value, values }) => ({
        name: legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => metric[label] ?? label),
        numbers: (values ?? (value === undefined ? [] : [value])).map(([, text]) => Number(text)),
      }))
    }),
  )
  return found.flat().filter(({ numbers }) => numbers.length > 0 && numbers.every(Number.isFinite))
}

const seconds = (duration: string): number => Number.parseInt(duration, 10) * (duration.endsWith('m') ? 60 : 1)

/** Reductions, as a person would do them. */
const reductions: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
  lastNotNull: (numbers) => numbers.at(-1) ?? Number.NaN,
  last: (numbers) => numbers.at(-1) ?? Number.NaN,
  first: (numbers) => numbers[0] ?? Number.NaN,
  min: (numbers) => Math.min(...numbers),
  max: (numbers) => Math.max(...numbers),
  sum: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  mean: (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
}

test('what panels say equals what Prometheus answers, reduced by hand', { timeout: 240_000 }, async () => {
  const folder = fileURLToPath(new URL('../rendered/grafana/dashboards/', import.meta.url))
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json')).sort()
  const range = { from: (end - rangeSeconds) * 1000, to: end * 1000, raw: { from: '', to: '' } }
  const checked: string[] = []
  const faults: string[] = []
  let numbers = 0
  for (const name of names) {
    const json = JSON.parse(await readFile(join(folder, name), 'utf8')) as { panels: readonly Panel[] }
    const loaded = await loadBoard(readBoard(json), {
      ask: askPrometheus({ url }),
      range,
      width: 1600,
      areRowsOpen: true,
    })
    const items = drawBoard(loaded, { theme: 'dark' }).items
    for (const panel of json.panels.flatMap((one) => [one, ...(one.panels ?? [])])) {
      const item = items.find(({ title, type }) => title === panel.title && type === panel.type)
      if (item === undefined || !isComparable(panel)) continue
      const texts = textsOfSvg(item.svg)
      const compared = await compare(panel, texts)
      faults.push(...compared.faults.map((fault) => `${name} ${panel.title}: ${fault}`))
      if (compared.count > 0) checked.push(`${panel.type} ${panel.title}`)
      numbers += compared.count
    }
  }
  console.log(`${numbers} numbers of ${checked.length} panels`)
  expect(faults).toEqual([])
  expect(checked.length).toBeGreaterThanOrEqual(40)
  expect(checked.some((one) => one.startsWith('timeseries'))).toBe(true)
  expect(checked.some((one) => one.startsWith('stat'))).toBe(true)
})

/** Mapped values are words, and transformed ones are others. */
function isComparable({ type, fieldConfig, transformations = [] }: Panel): boolean {
  if (!['stat', 'gauge', 'bargauge', 'timeseries'].includes(type) || transformations.length > 0) return false
  return (fieldConfig?.defaults.mappings ?? []).length === 0
}

interface Compared {
  readonly count: number
  readonly faults: readonly string[]
}

async function compare(panel: Panel, texts: readonly string[]): Promise<Compared> {
  const series = await seriesOf(panel)
  const expected =
    panel.type === 'timeseries' ? legendNumbers(panel, series, texts) : singleNumbers(panel, series, texts)
  const faults = expected.filter(({ drawn, value }) => !drawn.some((text) => isShown(text, value)))
  return {
    count: expected.length,
    faults: faults.map(({ what, value, drawn }) => `${what}: ${value} is not ${drawn.join(', ')}`),
  }
}

interface Expected {
  readonly what: string
  readonly value: number
  /** Texts of which one has to show it. */
  readonly drawn: readonly string[]
}

function singleNumbers(
  panel: Panel,
  series: Awaited<ReturnType<typeof seriesOf>>,
  texts: readonly string[],
): readonly Expected[] {
  const [calculation = 'lastNotNull'] = panel.options?.reduceOptions?.calcs ?? []
  const reduction = reductions[calculation]
  const isCut = texts.some((text) => /^\+\d+ more$/.test(text))
  if (reduction === undefined || isCut) return []
  return series.map(({ name, numbers }) => ({ what: name, value: reduction(numbers), drawn: texts }))
}

/** A row of a legend is its name and then its numbers. */
function legendNumbers(
  panel: Panel,
  series: Awaited<ReturnType<typeof seriesOf>>,
  texts: readonly string[],
): readonly Expected[] {
  const { calcs = [], displayMode } = panel.options?.legend ?? {}
  if (displayMode !== 'table') return []
  return series.flatMap(({ name, numbers }) => {
    const at = texts.indexOf(name)
    if (at === -1 || series.filter((one) => one.name === name).length > 1) return []
    return calcs.flatMap((calculation, index) => {
      const reduction = reductions[calculation]
      return reduction === undefined
        ? []
        : [{ what: `${name} ${calculation}`, value: reduction(numbers), drawn: [texts[at + 1 + index] ?? ''] }]
    })
  })
}
