import { type Artifact, artifact } from '../model/artifact.ts'
import type { Dashboard, Model } from '../model/model.ts'
import { dashboardFolder, dashboardPath, generatedTag, stackTag } from '../model/names.ts'
import { type PanelContext, prometheusDatasource, rowJson } from './grafana-panels.ts'
import { runbookRow } from './grafana-runbook-row.ts'
import type { AnnotationJson, DashboardJson, DashboardLinkJson } from './grafana-schema.ts'
import { variableJson } from './grafana-variables.ts'

/** The classic schema as Grafana 11.6 has it; newer Grafanas migrate it when they load it. */
const schemaVersion = 41

/** Every dashboard as the JSON that Grafana provisions, a file each. */
export function renderGrafanaDashboards(model: Model): readonly Artifact[] {
  return model.dashboards.map((dashboard) =>
    artifact(
      dashboardPath(dashboardFolder(dashboard.system), dashboard.uid),
      `${JSON.stringify(dashboardJson(dashboard, model), null, 2)}\n`,
    ),
  )
}

function dashboardJson(dashboard: Dashboard, model: Model): DashboardJson {
  const context: PanelContext = { system: dashboard.system, grafanaVersion: model.engines.grafana.version }
  return {
    __generated: `By Belfry from the dashboard "${dashboard.key}" of the stack "${model.name}". Do not edit: change the spec and generate again.`,
    annotations: {
      list: [builtInAnnotation, firingAlerts(dashboard.system), ...dashboard.annotations.map(annotation)],
    },
    description: dashboard.description,
    // A provisioned dashboard cannot be saved, so an editor would only lose work.
    editable: false,
    fiscalYearStartMonth: 0,
    graphTooltip: 1,
    id: null,
    links: dashboardLinks(model),
    liveNow: false,
    panels: [...dashboard.rows.flatMap((row) => rowJson(row, context)), ...runbookRow(dashboard, model)],
    preload: false,
    refresh: dashboard.refresh,
    schemaVersion,
    tags: dashboard.tags,
    templating: { list: dashboard.variables.map(variableJson) },
    time: { from: dashboard.from, to: 'now' },
    timepicker: {},
    timezone: 'browser',
    title: dashboard.title,
    uid: dashboard.uid,
    weekStart: '',
  }
}

/** Grafana adds this one when it is missing, and then calls the dashboard changed. */
const builtInAnnotation: AnnotationJson = {
  builtIn: 1,
  datasource: { type: 'grafana', uid: '-- Grafana --' },
  enable: true,
  hide: true,
  iconColor: 'rgba(0, 211, 255, 1)',
  name: 'Annotations & Alerts',
  type: 'dashboard',
}

/**
 * Marks the times at which alerts of the system fired; `none` is the severity of those that always fire. Of all systems
 * together only the critical ones are few enough.
 */
function firingAlerts(system: string): AnnotationJson {
  const which = system === '' ? 'severity="critical"' : `system="${system}",severity!="none"`
  return prometheusAnnotation({
    expr: `ALERTS{alertstate="firing",${which}}`,
    iconColor: 'red',
    name: 'Firing alerts',
    tagKeys: 'severity,system',
    textFormat: '{{instance}}',
    titleFormat: '{{alertname}}',
  })
}

const annotation = ({ name, expr, title, text, color }: Dashboard['annotations'][number]): AnnotationJson =>
  prometheusAnnotation({ expr: expr.text, iconColor: color, name, tagKeys: '', textFormat: text, titleFormat: title })

const prometheusAnnotation = (
  fields: Pick<AnnotationJson, 'expr' | 'iconColor' | 'name' | 'tagKeys' | 'textFormat' | 'titleFormat'>,
): AnnotationJson => ({
  datasource: prometheusDatasource,
  enable: true,
  step: '60s',
  useValueForTime: false,
  ...fields,
})

function dashboardLinks(model: Model): readonly DashboardLinkJson[] {
  const plain = {
    asDropdown: false,
    icon: 'external link',
    includeVars: false,
    keepTime: false,
    targetBlank: true,
  } as const
  return [
    {
      ...plain,
      asDropdown: true,
      keepTime: true,
      tags: [generatedTag, stackTag(model.name)],
      targetBlank: false,
      title: 'Dashboards',
      tooltip: 'All dashboards of this stack',
      type: 'dashboards',
    },
    {
      ...plain,
      icon: 'doc',
      tags: [],
      title: 'Runbooks',
      tooltip: 'What to do about each alert',
      type: 'link',
      url: model.urls.runbooks,
    },
    {
      ...plain,
      icon: 'bolt',
      tags: [],
      title: 'Alertmanager',
      tooltip: 'Firing alerts and silences',
      type: 'link',
      url: model.urls.alertmanager,
    },
  ]
}
