import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { inventedAnswers } from '../../../test/support/invented-answers.ts'
import { faultOfXml, textsOfSvg } from '../../../test/support/xml.ts'
import { readBoard } from '../board/read-board.ts'
import type { Ask } from '../data/api.ts'
import { loadBoard } from '../data/load-board.ts'
import { readRecording, replay } from '../data/recording.ts'
import { readTimeRange } from '../data/time-range.ts'
import { zoomed } from '../data/zoom.ts'
import type { ThemeName } from '../draw/look.ts'
import { drawnTypes } from '../panels/draw-panel.ts'
import { headOf } from './board-head.ts'
import { boardHtml } from './board-html.ts'
import { boardSvg } from './board-svg.ts'
import { drawBoard } from './draw-board.ts'

const golden = new URL('../golden/', import.meta.url)
const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, golden), 'utf8'))

async function everything() {
  const recording = readRecording(await read('everything.recording.json'))
  const board = readBoard(await read('everything.dashboard.json'))
  if (recording === null) throw new Error('no recording')
  const range = readTimeRange(board.time.from, board.time.to, recording.now)
  if (range === null) throw new Error('no range')
  return { board, range, loaded: await loadBoard(board, { ask: replay(recording), range, width: recording.width }) }
}

const picture = async (theme: ThemeName): Promise<string> => {
  const { loaded } = await everything()
  return boardSvg(drawBoard(loaded, { theme }), { head: headOf(loaded, 'utc'), hasFont: false })
}

describe('a dashboard of everything', () => {
  it.each(['dark', 'light'] as const)('is drawn as the golden picture shows, %s', async (theme) => {
    await expect(await picture(theme)).toMatchFileSnapshot(`../golden/everything.${theme}.svg`)
  })

  it('is well-formed, with its font and as a page', async () => {
    const { loaded } = await everything()
    const drawn = drawBoard(loaded, { theme: 'dark' })
    const svg = boardSvg(drawn)
    expect(faultOfXml(svg)).toBe('')
    expect(svg).toContain('data:font/woff2')
    expect(boardHtml(drawn, svg, '<title>')).toContain('<title>&lt;title&gt;</title>')
  })

  it('is the same picture each time', async () => {
    const [first, second] = [await picture('dark'), await picture('dark')]
    expect(second === first).toBe(true)
  })

  it('shows errors, nothing, and types that are not drawn in their places', async () => {
    const { loaded } = await everything()
    const { items } = drawBoard(loaded, { theme: 'dark' })
    const textOf = (title: string): string =>
      textsOfSvg(items.find((item) => item.title === title)?.svg ?? '').join(' ')
    expect(textOf('Broken query')).toContain('parse error')
    expect(textOf('Broken query')).not.toContain('No data')
    expect(textOf('Empty query')).toContain('No data')
    expect(textOf('Unsupported type')).toContain('“geomap” are not drawn here')
  })

  it('repeats a panel for each value, side by side', async () => {
    const { loaded } = await everything()
    const repeated = drawBoard(loaded, { theme: 'dark' }).items.filter(({ title }) => title.startsWith('CPU 10.'))
    expect(repeated.map(({ title }) => title)).toEqual([
      'CPU 10.0.0.11:8080',
      'CPU 10.0.0.12:8080',
      'CPU 10.0.0.13:8080',
    ])
    expect(new Set(repeated.map(({ rect }) => rect.y)).size).toBe(1)
    expect(new Set(repeated.map(({ key }) => key)).size).toBe(3)
  })

  it('shows a part of its time from the same data', async () => {
    const { loaded, range } = await everything()
    const part = { from: range.from + 3_600_000, to: range.from + 7_200_000 }
    const item = drawBoard(zoomed(loaded, part), { theme: 'dark' }).items.find(
      ({ title }) => title === 'Resident memory',
    )
    expect(item?.charts[0]?.option.xAxis).toMatchObject({ min: part.from, max: part.to })
  })
})

/** What a label may say. */
const hostile = `<img src=x onerror=alert(1)>"'&</svg><script>alert(2)</script>\u0000\uD800]]>`
const types = [...Object.keys(drawnTypes), 'geomap']

describe('hostile names', () => {
  const labels = [
    { instance: hostile, job: hostile, le: hostile },
    { instance: `${hostile}2`, job: 'b', le: '+Inf' },
  ]
  const ask: Ask = inventedAnswers(labels)
  const range = { from: 1_790_000_000_000, to: 1_790_003_600_000, raw: { from: '', to: '' } }
  const boardOf = (type: string, format: string) =>
    readBoard({
      title: hostile,
      tags: [hostile],
      templating: {
        list: [
          {
            type: 'query',
            name: hostile,
            label: hostile,
            query: 'label_values(instance)',
            multi: true,
            includeAll: true,
          },
        ],
      },
      annotations: {
        list: [{ name: hostile, expr: 'x', iconColor: `red"/><script>`, titleFormat: '{{instance}}', step: '60s' }],
      },
      panels: [
        { type: 'row', title: hostile, gridPos: { x: 0, y: 0, w: 24, h: 1 } },
        {
          type,
          title: `${hostile} $instance`,
          description: hostile,
          gridPos: { x: 0, y: 1, w: 24, h: 12 },
          links: [{ title: hostile, url: `javascript:alert("${hostile}")` }],
          targets: [
            { refId: 'A', expr: hostile, legendFormat: '{{instance}}', format },
            { refId: 'B', expr: 'fails', legendFormat: '{{job}}', format },
          ],
          fieldConfig: {
            defaults: {
              unit: `suffix:${hostile}`,
              noValue: hostile,
              color: { mode: 'fixed', fixedColor: `url(javascript:alert(1))"><script>` },
              links: [{ title: hostile, url: 'javascript:alert(1)' }],
              mappings: [{ type: 'range', options: { from: 0, to: 150, result: { text: hostile, color: hostile } } }],
              custom: { axisLabel: hostile, thresholdsStyle: { mode: 'line' } },
              thresholds: {
                mode: 'absolute',
                steps: [
                  { value: null, color: hostile },
                  { value: 10, color: `"/><script>` },
                ],
              },
            },
            overrides: [],
          },
          options: {
            content: `# ${hostile}\n\n[link](javascript:alert(1)) ${hostile} <b>x</b>\n\n|${hostile}|b|\n|-|-|\n|c|${hostile}|\n\n\`${hostile}\``,
            legend: { showLegend: true, displayMode: 'table', calcs: ['mean'], values: ['value', 'percent'] },
            displayLabels: ['name', 'value'],
          },
        },
      ],
    })

  it.each(
    types.flatMap(
      (type) =>
        [
          [type, 'time_series'],
          [type, 'table'],
        ] as const,
    ),
  )('stay text in %s of %s', async (type, format) => {
    const failing: Ask = async (request) =>
      request.parameters.some(([, value]) => value === 'fails') ? { status: 'error', error: hostile } : ask(request)
    const loaded = await loadBoard(boardOf(type, format), { ask: failing, range, width: 900 })
    const drawn = drawBoard(loaded, { theme: 'dark' })
    const svg = boardSvg(drawn, { head: headOf(loaded, 'utc', hostile), hasFont: false })
    expect(faultOfXml(svg)).toBe('')
    // Only what stands in tags is obeyed; texts, and names that only our own page reads, may say what they like.
    const obeyed = (svg.match(/<[^>]*>/g) ?? []).join('').replace(/ data-series="[^"<>]*"/g, '')
    expect(/<(img|script|foreignObject|iframe)|javascript:|\son\w+=/i.exec(obeyed)?.[0]).toBeUndefined()
    expect(textsOfSvg(svg).join(' ')).not.toContain('cannot be drawn')
    for (const { option } of drawn.items.flatMap(({ charts }) => charts)) {
      const { formatter } = (option.tooltip ?? {}) as { formatter?: (params: unknown) => string }
      const at = range.from + 60_000
      const tips = [formatter?.([{ axisValue: at, dataIndex: 0 }]) ?? '', formatter?.({ dataIndex: 0 }) ?? '']
      for (const tip of tips) expect(tip).not.toMatch(/<(img|script)|<\/svg><script/i)
    }
  })
})
