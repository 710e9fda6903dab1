import { gridColumns } from '../model/layout.ts'
import type { Alert, Dashboard, DashboardRow, Model } from '../model/model.ts'
import { runbookUrl } from '../model/names.ts'
import { alertsOf } from '../model/rules.ts'
import type { RowJson } from './grafana-schema.ts'

/** A collapsed row at the foot of a dashboard: the alerts that point to it, each with its runbook. Empty without alerts. */
export function runbookRow(dashboard: Dashboard, model: Model): readonly RowJson[] {
  const alerts = alertsOf(model).filter(({ dashboardUid }) => dashboardUid === dashboard.uid)
  if (alerts.length === 0) return []
  const id = Math.max(0, ...dashboard.rows.flatMap((row) => [row.id, ...row.panels.map((panel) => panel.id)])) + 1
  const y = Math.max(0, ...dashboard.rows.map(bottomOf))
  return [
    {
      collapsed: true,
      gridPos: { h: 1, w: gridColumns, x: 0, y },
      id,
      panels: [
        {
          fieldConfig: { defaults: {}, overrides: [] },
          gridPos: { h: tableHeight(alerts.length), w: gridColumns, x: 0, y: y + 1 },
          id: id + 1,
          options: { content: alertTable(alerts, model.urls.runbooks), mode: 'markdown' },
          pluginVersion: model.engines.grafana.version,
          title: '',
          type: 'text',
        },
      ],
      title: `Alerts and runbooks (${alerts.length})`,
      type: 'row',
    },
  ]
}

/** A line of a Markdown table is a little higher than a unit of the grid. */
const tableHeight = (lines: number): number => Math.ceil(lines * 1.1) + 3

const bottomOf = (row: DashboardRow): number =>
  row.collapsed ? row.y + 1 : Math.max(row.y + 1, ...row.panels.map(({ gridPos }) => gridPos.y + gridPos.h))

function alertTable(alerts: readonly Alert[], runbooks: string): string {
  const lines = alerts.map(({ name, system, severity, for: hold, annotations }) => {
    const link = `[${name}](${annotations.runbook_url ?? runbookUrl(runbooks, system, name)})`
    return `| ${severity} | ${link} | ${hold} | ${tableCell(annotations.summary ?? '')} |`
  })
  return ['| Severity | Alert | Holds for | Summary |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

/** The template of a summary as text: `{{ $labels.instance }}` reads `‹instance›`. */
const tableCell = (template: string): string =>
  template
    .replace(/\{\{[^}]*?\$labels\.(\w+)[^}]*\}\}/g, '‹$1›')
    .replace(/\{\{[^}]*\}\}/g, '‹value›')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
