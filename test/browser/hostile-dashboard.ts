import { hostile } from './hostile-prometheus.ts'

const types = [
  'timeseries',
  'stat',
  'gauge',
  'bargauge',
  'table',
  'heatmap',
  'piechart',
  'state-timeline',
  'status-history',
  'histogram',
  'barchart',
  'alertlist',
  'text',
  'logs',
  'geomap',
  'timeseries',
  'timeseries',
  'timeseries',
  'timeseries',
  'stat',
  'bargauge',
  'table',
  'timeseries',
  'timeseries',
]

/** A dashboard of 24 panels, of all types there are, each with hostile texts wherever a text may stand. */
export function hostileDashboard(uid: string, title: string): object {
  const [evil = ''] = hostile
  return {
    uid,
    title,
    refresh: '',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        {
          type: 'query',
          name: 'evil',
          label: evil,
          query: 'label_values(evil_metric, evil)',
          multi: true,
          includeAll: true,
          current: { value: '$__all' },
        },
        { type: 'query', name: 'one', query: 'label_values(evil_metric, evil)' },
        { type: 'custom', name: 'mode', query: 'fast,slow' },
      ],
    },
    annotations: {
      list: [{ enable: true, name: evil, expr: 'evil_metric', titleFormat: '{{evil}}', textFormat: '{{evil}}' }],
    },
    panels: [
      { type: 'row', title: `Row ${evil}`, gridPos: { x: 0, y: 0, w: 24, h: 1 }, collapsed: false, panels: [] },
      ...types.map((type, index) => panel(type, index)),
    ],
  }
}

function panel(type: string, index: number): object {
  const [evil = ''] = hostile
  const isInstant = ['piechart', 'table', 'barchart', 'bargauge', 'gauge', 'stat'].includes(type)
  return {
    id: index + 1,
    type,
    title: `${type} ${evil}`,
    description: evil,
    gridPos: { x: (index % 4) * 6, y: 1 + Math.floor(index / 4) * 8, w: 6, h: 8 },
    targets:
      type === 'text' || type === 'alertlist'
        ? []
        : [
            {
              refId: 'A',
              expr: `evil_metric{evil=~"$evil", mode="$mode", panel="${index}"}`,
              legendFormat: '{{evil}}',
              format: type === 'heatmap' ? 'heatmap' : type === 'table' ? 'table' : 'time_series',
              instant: isInstant,
            },
          ],
    options: {
      content: `# ${evil}\n\n$evil and ${hostile[1]} [go](javascript:alert(1))`,
      mode: 'markdown',
      legend: {
        showLegend: true,
        displayMode: index % 2 === 0 ? 'table' : 'list',
        placement: 'bottom',
        calcs: ['mean'],
      },
      textMode: 'value_and_name',
      reduceOptions: { calcs: ['lastNotNull'] },
    },
    fieldConfig: {
      defaults: {
        unit: 'short',
        displayName: index % 3 === 0 ? '${__field.labels.evil}' : undefined,
        mappings: [{ type: 'value', options: { '1': { text: evil } } }],
        links: [{ title: evil, url: 'javascript:alert(1)' }],
      },
      overrides: [],
    },
    links: [{ title: evil, url: 'javascript:alert(1)' }],
  }
}
