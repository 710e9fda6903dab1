import { describe, expect, it } from 'vitest'
import type { BoardPanel } from './board.ts'
import { placeSections } from './place-sections.ts'
import { readBoard } from './read-board.ts'

const panelsOf = (json: object): readonly BoardPanel[] => readBoard(json).sections.flatMap(({ panels }) => panels)
const first = (panel: object): BoardPanel => {
  const [one] = panelsOf({ panels: [panel] })
  if (one === undefined) throw new Error('no panel')
  return one
}
const grid = (x: number, y: number, w: number, h: number) => ({ gridPos: { x, y, w, h } })

describe('readBoard', () => {
  it.each([null, [], 'text', 7, {}, { panels: 'none' }, { panels: [null, 7, {}] }, { dashboard: { panels: [{}] } }])(
    'reads %j',
    (json) => {
      expect(readBoard(json).title).toBe('Dashboard')
    },
  )

  it('puts panels below the rows that they follow, or that hold them', () => {
    const { sections } = readBoard({
      panels: [
        { type: 'stat', title: 'a', ...grid(0, 0, 4, 4) },
        { type: 'row', title: 'Open', ...grid(0, 4, 24, 1) },
        { type: 'stat', title: 'b', ...grid(0, 5, 4, 4) },
        {
          type: 'row',
          title: 'Closed',
          collapsed: true,
          panels: [{ type: 'stat', title: 'c', ...grid(0, 10, 4, 4) }],
          ...grid(0, 9, 24, 1),
        },
      ],
    })
    expect(
      sections.map(({ row, panels }) => [
        row?.title ?? null,
        row?.collapsed ?? null,
        panels.map(({ title, grid: { y } }) => [title, y]),
      ]),
    ).toEqual([
      [null, null, [['a', 0]]],
      ['Open', false, [['b', 0]]],
      ['Closed', true, [['c', 0]]],
    ])
  })

  it('reads rows from before Grafana 5, with spans of 12 columns', () => {
    const rows = [
      {
        title: 'Old',
        showTitle: true,
        height: '250px',
        panels: [
          { type: 'graph', span: 8 },
          { type: 'graph', span: 6 },
        ],
      },
    ]
    const [section] = readBoard({ rows }).sections
    expect(section?.row?.title).toBe('Old')
    expect(section?.panels.map(({ grid: { x, y, w } }) => [x, y, w])).toEqual([
      [0, 0, 16],
      [0, 7, 12],
    ])
  })

  it('reads a graph as a time series', () => {
    const panel = first({
      type: 'graph',
      fill: 3,
      linewidth: 2,
      stack: true,
      percentage: true,
      nullPointMode: 'connected',
      aliasColors: { errors: '#f00' },
      legend: { show: true, values: true, avg: true, current: true, alignAsTable: true, rightSide: true },
      seriesOverrides: [{ alias: '/in/', transform: 'negative-Y', yaxis: 2 }],
      thresholds: [{ op: 'gt', value: 5, colorMode: 'critical', line: true }],
      yaxes: [{ format: 'bytes', min: 0, logBase: 10 }, { format: 's' }],
    })
    expect(panel.type).toBe('timeseries')
    expect(panel.options.legend).toEqual({
      showLegend: true,
      displayMode: 'table',
      placement: 'right',
      calcs: ['mean', 'lastNotNull'],
    })
    expect(panel.fieldConfig.defaults).toMatchObject({
      unit: 'bytes',
      min: 0,
      custom: {
        fillOpacity: 30,
        lineWidth: 2,
        spanNulls: true,
        stacking: { mode: 'percent' },
        scaleDistribution: { type: 'log', log: 10 },
        thresholdsStyle: { mode: 'line' },
      },
    })
    expect(panel.fieldConfig.overrides).toMatchObject([
      { matcher: { id: 'byName', options: 'errors' } },
      {
        matcher: { id: 'byRegexp', options: '/in/' },
        properties: [
          { id: 'custom.transform', value: 'negative-Y' },
          { id: 'custom.axisPlacement', value: 'right' },
          { id: 'unit', value: 's' },
        ],
      },
    ])
  })

  it('reads a singlestat as a stat or a gauge', () => {
    const old = {
      type: 'singlestat',
      format: 'percent',
      valueName: 'current',
      thresholds: '50,80',
      colors: ['a', 'b', 'c'],
      colorValue: true,
    }
    expect(first(old)).toMatchObject({
      type: 'stat',
      options: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value' },
    })
    expect(first({ ...old, gauge: { show: true, maxValue: 9 } })).toMatchObject({
      type: 'gauge',
      fieldConfig: { defaults: { max: 9 } },
    })
    expect(first(old).fieldConfig.defaults.thresholds).toEqual({
      mode: 'absolute',
      steps: [
        { value: null, color: 'a' },
        { value: 50, color: 'b' },
        { value: 80, color: 'c' },
      ],
    })
  })

  it('says which data cannot be had, also behind a variable', () => {
    const templating = { list: [{ type: 'datasource', name: 'logs', query: 'loki' }] }
    const [panel] = panelsOf({
      templating,
      panels: [
        {
          type: 'stat',
          datasource: '$logs',
          targets: [{ expr: 'x' }, { expr: 'y', datasource: { type: 'prometheus' } }],
        },
      ],
    })
    expect(panel?.targets.map(({ unsupported }) => unsupported !== '')).toEqual([true, false])
  })

  it('lends the queries of a panel to those that show its data', () => {
    const [, borrower] = panelsOf({
      panels: [
        { id: 1, type: 'timeseries', targets: [{ expr: 'up' }], ...grid(0, 0, 12, 8) },
        { id: 2, type: 'stat', targets: [{ panelId: 1 }], ...grid(12, 0, 12, 8) },
      ],
    })
    expect(borrower?.targets.map(({ expr }) => expr)).toEqual(['up'])
  })
})

describe('placeSections', () => {
  const values = (count: number) => () =>
    Array.from({ length: count }, (_, index) => ({ value: `v${index}`, text: `v${index}` }))
  const placed = (json: object, count: number) => placeSections(readBoard(json), values(count))

  it('repeats panels side by side, and pushes what is below down', () => {
    const { panels, height } = placed(
      {
        panels: [
          { type: 'stat', title: 'r', repeat: 'v', maxPerRow: 2, ...grid(0, 0, 24, 4) },
          { type: 'stat', title: 'below', ...grid(0, 4, 24, 4) },
        ],
      },
      3,
    )
    expect(panels.map(({ grid: { x, y, w } }) => [x, y, w])).toEqual([
      [0, 0, 12],
      [12, 0, 12],
      [0, 4, 12],
      [0, 8, 24],
    ])
    expect(height).toBe(12)
  })

  it('leaves no holes, and lets nothing stand upon each other', () => {
    const { panels, height } = placed(
      {
        panels: [
          { type: 'stat', ...grid(0, 2, 12, 4) },
          { type: 'stat', ...grid(12, 2, 12, 2) },
          { type: 'stat', ...grid(12, 9, 12, 3) },
          { type: 'stat', ...grid(6, 3, 12, 2) },
        ],
      },
      0,
    )
    expect(panels.map(({ grid: { x, y } }) => [x, y])).toEqual([
      [0, 0],
      [12, 0],
      [6, 4],
      [12, 6],
    ])
    expect(height).toBe(9)
  })

  it('gives a repeated panel all the room when there is one value, and leaves it alone without any', () => {
    const json = { panels: [{ type: 'stat', repeat: 'v', ...grid(0, 0, 12, 4) }] }
    expect(placed(json, 1).panels[0]?.grid.w).toBe(24)
    expect(placed(json, 0).panels[0]?.grid.w).toBe(12)
  })

  it('repeats below each other', () => {
    const json = { panels: [{ type: 'stat', repeat: 'v', repeatDirection: 'v', ...grid(3, 0, 6, 4) }] }
    expect(placed(json, 2).panels.map(({ grid: { x, y, w } }) => [x, y, w])).toEqual([
      [3, 0, 6],
      [3, 4, 6],
    ])
  })

  it('repeats rows with their panels, each holding its value', () => {
    const json = {
      panels: [
        { type: 'row', title: '$v', repeat: 'v', ...grid(0, 0, 24, 1) },
        { type: 'stat', repeat: 'v', ...grid(0, 1, 24, 4) },
      ],
    }
    const { rows, panels } = placed(json, 2)
    expect(rows.map(({ y, held }) => [y, held.map(({ value }) => value)])).toEqual([
      [0, ['v0']],
      [5, ['v1']],
    ])
    expect(panels.map(({ key, grid: { y }, held }) => [key, y, held.map(({ value }) => value)])).toEqual([
      ['p1', 1, ['v0']],
      ['s1r2-p1', 6, ['v1']],
    ])
  })

  it('leaves out the panels of closed rows, unless the reader opened them', () => {
    const json = {
      panels: [{ type: 'row', collapsed: true, panels: [{ type: 'stat', ...grid(0, 1, 4, 4) }], ...grid(0, 0, 24, 1) }],
    }
    expect(placed(json, 0)).toMatchObject({ panels: [], height: 1 })
    expect(placeSections(readBoard(json), values(0), () => false).panels).toHaveLength(1)
  })
})
