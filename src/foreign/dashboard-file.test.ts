import { describe, expect, test } from 'vitest'
import { readDashboardFile } from './dashboard-file.ts'

const read = (value: unknown) => readDashboardFile('d.json', JSON.stringify(value, null, 2))
const target = (expr: string, more: object = {}) => ({ expr, refId: 'A', ...more })
const panel = (title: string, more: object = {}) => ({ type: 'timeseries', title, targets: [target('up')], ...more })

describe('a dashboard', () => {
  test.each([
    ['as it is exported', { title: 'T', panels: [panel('P')] }],
    ['as the API wraps it', { meta: {}, dashboard: { title: 'T', panels: [panel('P')] } }],
    ['as a resource', { kind: 'Dashboard', spec: { title: 'T', panels: [panel('P')] } }],
    ['with rows of old', { title: 'T', rows: [{ panels: [panel('P')] }] }],
    ['with a folded row', { title: 'T', panels: [{ type: 'row', panels: [panel('P')] }] }],
  ])('is read %s', (_name, value) => {
    const { dashboards, problems } = read(value)
    expect(problems).toEqual([])
    expect(dashboards[0]?.panels.map(({ title, targets }) => [title, targets.length])).toEqual([['P', 1]])
  })

  test('knows where each character of a query stands, behind escapes too', () => {
    const text = '{"title": "T", "panels": [\n{"targets": [{"expr": "x{a=\\"b\\"} > y"}]}]}'
    const source = readDashboardFile('d.json', text).dashboards[0]?.panels[0]?.targets[0]?.expr
    expect(source?.text).toBe('x{a="b"} > y')
    const place = source?.placeAt?.(source.text.indexOf('y'))
    expect(text.split('\n')[(place?.line ?? 0) - 1]?.[(place?.column ?? 0) - 1]).toBe('y')
  })

  test('is asked for Prometheus only; the rest is counted', () => {
    const { dashboards } = read({
      title: 'T',
      templating: {
        list: [
          { type: 'datasource', name: 'logs', query: 'loki' },
          { type: 'query', name: 'job', query: { query: 'label_values(up, job)' } },
          { type: 'query', name: 'app', query: 'label_values(app)', datasource: '$logs' },
        ],
      },
      annotations: {
        list: [
          { name: 'Deploys', expr: 'changes(x[5m])' },
          { name: 'Own', datasource: '-- Grafana --' },
        ],
      },
      panels: [
        panel('metrics', { datasource: { type: 'prometheus', uid: 'x' } }),
        panel('logs', { datasource: { uid: '${logs}' } }),
        panel('mixed', {
          datasource: '-- Mixed --',
          targets: [target('up', { hide: true }), target('{a="b"}', { datasource: { type: 'loki', uid: 'y' } })],
        }),
        { title: 'library', libraryPanel: { uid: 'l', name: 'L' } },
      ],
    })
    const [dashboard] = dashboards
    expect(dashboard?.panels.map(({ targets, otherTargets }) => [targets.length, otherTargets])).toEqual([
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 0],
    ])
    expect(dashboard?.panels[2]?.targets[0]?.hidden).toBe(true)
    expect(dashboard?.leftOut).toEqual({ targets: 2, libraryPanels: 1 })
    expect(dashboard?.variableQueries.map(({ name }) => name)).toEqual(['job'])
    expect(dashboard?.annotations.map(({ name }) => name)).toEqual(['Deploys'])
  })

  test('may have targets without a query, which are of no other source', () => {
    const [dashboard] = read({ title: 'T', panels: [panel('P', { targets: [target(''), target('up')] })] }).dashboards
    expect(dashboard?.panels[0]).toMatchObject({ targets: [{ expr: { text: 'up' } }], otherTargets: 0 })
  })

  test('that is broken, of the second schema, or none, is a problem', () => {
    expect(readDashboardFile('d.json', '{"panels": [').problems[0]?.message).toContain('not JSON')
    expect(read({ spec: { elements: {} } }).problems[0]?.hint).toContain('classic')
    expect(read({ a: 1 }).problems[0]).toMatchObject({ id: 'dashboard-file-valid', place: { line: 1, column: 1 } })
  })
})
