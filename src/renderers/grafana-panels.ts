import type { DashboardRow, Panel, PanelTarget } from '../model/model.ts'
import { prometheusDatasourceUid } from '../model/names.ts'
import { fieldConfig } from './grafana-panel-fields.ts'
import { panelOptions } from './grafana-panel-options.ts'
import type { DatasourceJson, PanelJson, RowJson } from './grafana-schema.ts'

export const prometheusDatasource: DatasourceJson = { type: 'prometheus', uid: prometheusDatasourceUid }

/** What a panel takes from the dashboard around it. */
export interface PanelContext {
  /** Empty for dashboards of the stack itself. */
  readonly system: string
  /** Version of the Grafana that will show it; older panels are migrated from here on. */
  readonly grafanaVersion: string
}

/** A row and its panels as Grafana lists them: beside each other, or inside the row when it is collapsed. */
export function rowJson(row: DashboardRow, context: PanelContext): readonly (RowJson | PanelJson)[] {
  const panels = row.panels.map((panel) => panelJson(panel, context))
  const header: RowJson = {
    collapsed: row.collapsed,
    gridPos: { h: 1, w: 24, x: 0, y: row.y },
    id: row.id,
    panels: row.collapsed ? panels : [],
    ...(row.repeat === '' ? {} : { repeat: row.repeat }),
    title: row.title,
    type: 'row',
  }
  return row.collapsed ? [header] : [header, ...panels]
}

/** Panels beside each other when one panel repeats. */
const maxPerRow = 4

function panelJson(panel: Panel, context: PanelContext): PanelJson {
  const queried = panel.targets.length > 0
  return {
    ...(queried ? { datasource: prometheusDatasource } : {}),
    ...(panel.description === '' ? {} : { description: panel.description }),
    fieldConfig: fieldConfig(panel),
    gridPos: panel.gridPos,
    id: panel.id,
    ...(queried ? { interval: panel.interval } : {}),
    ...(panel.links.length === 0
      ? {}
      : { links: panel.links.map(({ title, url }) => ({ targetBlank: true, title, url })) }),
    ...(panel.repeat !== '' && panel.repeatDirection === 'h' ? { maxPerRow } : {}),
    options: { ...panelOptions(panel, context.system) },
    pluginVersion: context.grafanaVersion,
    ...(panel.repeat === '' ? {} : { repeat: panel.repeat, repeatDirection: panel.repeatDirection }),
    ...(queried ? { targets: panel.targets.map(targetJson) } : {}),
    title: panel.title,
    ...(panel.transformations.length === 0 ? {} : { transformations: panel.transformations }),
    type: panel.type,
  }
}

const targetJson = (target: PanelTarget): Readonly<Record<string, unknown>> => ({
  datasource: prometheusDatasource,
  editorMode: 'code',
  exemplar: false,
  expr: target.expr.text,
  format: target.format,
  instant: target.instant,
  legendFormat: target.legend === '' ? '__auto' : target.legend,
  range: !target.instant,
  refId: target.refId,
})
