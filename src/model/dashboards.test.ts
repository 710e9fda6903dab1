import { describe, expect, it } from 'vitest'
import { dashboard, type RowSpec, row } from '../spec/dashboard.ts'
import { type PanelOptions, type PanelType, panel, target } from '../spec/panels.ts'
import { promql } from '../spec/promql.ts'
import { resolveDashboard } from './dashboards.ts'
import type { Panel } from './model.ts'

const context = { stack: 'dpg', system: 'postgres', scrapeInterval: '15s' }
const up = target(promql`up`)

const resolveRows = (...rows: readonly RowSpec[]) =>
  resolveDashboard(dashboard('postgres', { title: 'PostgreSQL', description: 'All of it.', rows }), context)

function resolvePanel(type: PanelType, options: Partial<PanelOptions> = {}, targets = [up]): Panel {
  const [only] = resolveRows(row('Row', [panel(type, { title: 'Panel', ...options }, targets)])).rows[0]?.panels ?? []
  if (only === undefined) throw new Error('the panel is gone')
  return only
}

describe('resolveDashboard', () => {
  it('names the dashboard after its stack and tags it for its siblings', () => {
    const resolved = resolveRows()
    expect(resolved).toMatchObject({ uid: 'dpg-postgres', system: 'postgres', refresh: '30s', from: 'now-1h' })
    expect(resolved.tags).toEqual(['belfry', 'stack:dpg', 'postgres'])
  })

  it('numbers rows and panels from 1 in the order in which they stand', () => {
    const two = () => [panel('stat', { title: 'A' }, [up]), panel('stat', { title: 'B' }, [up])]
    const { rows } = resolveRows(row('First', two()), row('Second', two()))
    expect(rows.map((one) => [one.id, one.panels.map(({ id }) => id)])).toEqual([
      [1, [2, 3]],
      [4, [5, 6]],
    ])
  })

  it('puts each row below the panels of the one before', () => {
    const { rows } = resolveRows(row('First', [panel('timeseries', { title: 'A' }, [up])]), row('Second', []))
    expect(rows[0]?.panels[0]?.gridPos).toEqual({ x: 0, y: 1, w: 12, h: 8 })
    expect(rows[1]?.y).toBe(9)
  })

  it('lets the panels of a collapsed row take no room', () => {
    const { rows } = resolveRows(
      row('First', [panel('stat', { title: 'A' }, [up])], { collapsed: true }),
      row('Second', []),
    )
    expect(rows[0]).toMatchObject({ y: 0, collapsed: true })
    expect(rows[0]?.panels[0]?.gridPos.y).toBe(1)
    expect(rows[1]?.y).toBe(1)
  })

  it.each([
    ['stat', 4, 4],
    ['gauge', 4, 4],
    ['text', 8, 8],
    ['timeseries', 12, 8],
    ['table', 12, 8],
  ] as const)('gives a %s panel a width of %i and a height of %i', (type, w, h) => {
    expect(resolvePanel(type).gridPos).toMatchObject({ w, h })
  })

  it.each([
    ['stat', {}, true],
    ['stat', { sparkline: true }, false],
    ['table', {}, true],
    ['piechart', {}, true],
    ['timeseries', {}, false],
    ['state-timeline', {}, false],
  ] as const)('asks for one moment or a range: %s %o %s', (type, options, instant) => {
    expect(resolvePanel(type, options).targets[0]?.instant).toBe(instant)
  })

  it('letters the queries of a panel', () => {
    expect(resolvePanel('timeseries', {}, [up, up, up]).targets.map(({ refId }) => refId)).toEqual(['A', 'B', 'C'])
  })

  it('writes out what the author left open', () => {
    expect(resolvePanel('timeseries')).toMatchObject({
      calculation: 'lastNotNull',
      decimals: null,
      interval: '15s',
      legend: { mode: 'list', placement: 'bottom', calculations: [] },
      thresholdStyle: 'off',
    })
  })

  it('lets variables hold several values and All unless told otherwise', () => {
    const variables = [
      { type: 'query', name: 'instance', query: promql`label_values(up, instance)` },
      { type: 'query', name: 'job', query: promql`label_values(up, job)`, multi: false, includeAll: false },
    ] as const
    const resolved = resolveDashboard(dashboard('x', { title: 'X', description: 'X.', variables, rows: [] }), context)
    expect(resolved.variables).toMatchObject([
      { multi: true, includeAll: true },
      { multi: false, includeAll: false },
    ])
  })
})
