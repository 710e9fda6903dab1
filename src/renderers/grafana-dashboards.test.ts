import { describe, expect, it } from 'vitest'
import { testAlert, testModel } from '../../test/support/model.ts'
import { resolveDashboard } from '../model/dashboards.ts'
import { type DashboardSpec, dashboard, row, type VariableSpec } from '../spec/dashboard.ts'
import { type PanelOptions, type PanelType, panel, panelTypes, target } from '../spec/panels.ts'
import { promql } from '../spec/promql.ts'
import { renderGrafanaDashboards } from './grafana-dashboards.ts'
import type { DashboardJson, PanelJson, RowJson } from './grafana-schema.ts'

const load = target(promql`node_load1{instance=~"$instance"}`, '{{instance}}')

function render(spec: DashboardSpec) {
  const resolved = resolveDashboard(spec, { stack: 'test', system: 'node', scrapeInterval: '15s' })
  const [artifact] = renderGrafanaDashboards(testModel({ dashboards: [resolved] }))
  if (artifact === undefined) throw new Error('nothing was rendered')
  return { artifact, json: JSON.parse(artifact.content) as DashboardJson }
}

function renderPanel(type: PanelType, options: Partial<PanelOptions> = {}): PanelJson {
  const rows = [row('Row', [panel(type, { title: 'Panel', ...options }, [load])])]
  const { json } = render(dashboard('other', { title: 'Other', description: 'One panel.', rows }))
  return json.panels[1] as PanelJson
}

function renderVariable(variable: VariableSpec) {
  const { json } = render(
    dashboard('other', { title: 'Other', description: 'One variable.', variables: [variable], rows: [] }),
  )
  return json.templating.list[0]
}

/** One of everything. */
const everything = dashboard('node', {
  title: 'Everything',
  description: 'A panel of each type.',
  variables: [
    {
      type: 'query',
      name: 'instance',
      label: 'Instance',
      query: promql`label_values(node_load1, instance)`,
      allValue: '.*',
    },
  ],
  annotations: [
    { name: 'Restarts', expr: promql`changes(node_boot_time_seconds[1m]) > 0`, title: 'Restart', text: '{{instance}}' },
  ],
  rows: [
    row(
      'Open',
      panelTypes.slice(0, 7).map((type) => panel(type, { title: type, unit: 'short' }, [load])),
    ),
    row(
      'Closed',
      panelTypes.slice(7).map((type) => panel(type, { title: type, markdown: 'Text.' }, [load])),
      { collapsed: true },
    ),
  ],
})

describe('renderGrafanaDashboards', () => {
  it('writes a panel of each type as the golden file shows', async () => {
    await expect(render(everything).artifact.content).toMatchFileSnapshot('golden/everything.dashboard.json')
  })

  it('names the file after the folder and the uid, and ends it with a line feed', () => {
    const { artifact } = render(everything)
    expect(artifact.path).toBe('rendered/grafana/dashboards/node/test-node.json')
    expect(artifact.content.endsWith('}\n')).toBe(true)
  })

  it('says in a field that the file is generated', () => {
    expect(render(everything).json.__generated).toContain('Do not edit')
  })

  it('gives every row and panel an id of its own', () => {
    const { panels } = render(everything).json
    const ids = panels.flatMap((one) => [one.id, ...('panels' in one ? one.panels.map(({ id }) => id) : [])])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).not.toContain(0)
  })

  it('marks when alerts of the system fired, and never those that always fire', () => {
    const annotation = render(everything).json.annotations.list.find(({ name }) => name === 'Firing alerts')
    expect(annotation?.expr).toBe('ALERTS{alertstate="firing",system="node",severity!="none"}')
  })

  it('lists the runbooks of the alerts that point to the dashboard in a collapsed row at its foot', () => {
    const foot = render(everything).json.panels.at(-1)
    expect(foot).toMatchObject({ type: 'row', collapsed: true, title: 'Alerts and runbooks (1)' })
    const [text] = (foot as RowJson).panels
    const url = testAlert().annotations.runbook_url
    expect(text?.options?.content).toContain(`| warning | [LoadHigh](${url}) | 5m | Load of ‹instance› is high |`)
  })

  it('has no such row where no alert points to it', () => {
    const { json } = render(dashboard('other', { title: 'Other', description: 'Alone.', rows: [] }))
    expect(json.panels).toEqual([])
  })
})

describe('panels', () => {
  it.each(['stat', 'gauge', 'bargauge', 'piechart'] as const)(
    'reduce a %s to its last value that is not null',
    (type) => {
      expect(renderPanel(type).options?.reduceOptions).toMatchObject({ calcs: ['lastNotNull'] })
    },
  )

  it.each(['timeseries', 'piechart', 'state-timeline', 'status-history', 'histogram'] as const)(
    'show the legend of a %s',
    (type) => {
      expect(renderPanel(type).options?.legend).toMatchObject({
        showLegend: true,
        displayMode: 'list',
        placement: 'bottom',
      })
    },
  )

  it('hide a legend without the mode that blanks newer time series', () => {
    expect(renderPanel('timeseries', { legend: { mode: 'hidden' } }).options?.legend).toMatchObject({
      showLegend: false,
      displayMode: 'list',
    })
  })

  it('ask for one moment or for a range, never both', () => {
    expect(renderPanel('stat').targets?.[0]).toMatchObject({ instant: true, range: false })
    expect(renderPanel('timeseries').targets?.[0]).toMatchObject({ instant: false, range: true })
  })

  it('colour a single number by its thresholds, or with one neutral colour', () => {
    const thresholds = [
      { value: null, color: 'red' },
      { value: 1, color: 'green' },
    ] as const
    expect(renderPanel('stat', { thresholds }).fieldConfig?.defaults.color).toEqual({ mode: 'thresholds' })
    expect(renderPanel('stat').fieldConfig?.defaults.color).toEqual({ mode: 'fixed', fixedColor: 'blue' })
  })

  it('map values, ranges and nothing at all', () => {
    const mappings = [
      { match: '0', text: 'DOWN', color: 'red' },
      { match: { from: 1, to: null }, text: 'UP' },
      { match: 'null', text: 'unknown' },
    ] as const
    expect(renderPanel('stat', { mappings }).fieldConfig?.defaults.mappings).toEqual([
      { type: 'value', options: { 0: { color: 'red', index: 0, text: 'DOWN' } } },
      { type: 'range', options: { from: 1, to: null, result: { index: 1, text: 'UP' } } },
      { type: 'special', options: { match: 'null+nan', result: { index: 2, text: 'unknown' } } },
    ])
  })

  it('override fields by name or by regular expression', () => {
    const overrides = [
      { match: 'limit', properties: { unit: 's' } },
      { match: '/^sent/', properties: { 'custom.transform': 'negative-Y' } },
    ]
    expect(renderPanel('timeseries', { overrides }).fieldConfig?.overrides).toEqual([
      { matcher: { id: 'byName', options: 'limit' }, properties: [{ id: 'unit', value: 's' }] },
      {
        matcher: { id: 'byRegexp', options: '/^sent/' },
        properties: [{ id: 'custom.transform', value: 'negative-Y' }],
      },
    ])
  })

  it('repeat to the right in lines of four', () => {
    expect(renderPanel('stat', { repeat: 'instance' })).toMatchObject({
      repeat: 'instance',
      repeatDirection: 'h',
      maxPerRow: 4,
    })
  })
})

describe('variables', () => {
  it('choose All at first where All can be chosen', () => {
    const query = promql`label_values(up, job)`
    expect(renderVariable({ type: 'query', name: 'job', query })).toMatchObject({
      current: { text: ['All'], value: ['$__all'] },
      query: { query: 'label_values(up, job)' },
      multi: true,
      includeAll: true,
    })
    expect(renderVariable({ type: 'query', name: 'job', query, includeAll: false })).not.toHaveProperty('current')
  })

  it.each([
    [
      { type: 'custom', name: 'q', values: ['0.5', '0.9'] },
      ['current', 'hide', 'includeAll', 'multi', 'name', 'options', 'query', 'type'],
    ],
    [
      { type: 'interval', name: 'i', values: ['1m', '5m'] },
      ['auto', 'current', 'hide', 'name', 'options', 'query', 'refresh', 'type'],
    ],
    [{ type: 'constant', name: 'c', value: 'x' }, ['current', 'hide', 'name', 'query', 'skipUrlSync', 'type']],
    [{ type: 'textbox', name: 't' }, ['current', 'hide', 'name', 'options', 'query', 'type']],
    [{ type: 'datasource', name: 'd' }, ['hide', 'name', 'query', 'refresh', 'regex', 'type']],
  ] as const)('have only the fields of their type: %o', (variable, fields) => {
    expect(Object.keys(renderVariable(variable) ?? {}).sort()).toEqual(fields)
  })
})
