import type { Place } from '../errors/place.ts'
import { readVariableQuery } from '../foreign/variable-query.ts'
import type { Dashboard, Model, Panel, PanelTarget, RuleGroup } from '../model/model.ts'
import { readReplaced } from './read-query.ts'
import { plainText, ruleSubject } from './rule-subject.ts'
import type { DashboardSubject, PanelQuery, PanelSubject, QuerySubject, RuleGroupSubject, Subjects } from './subject.ts'

/** The queries of a model, listed once, however many ask. */
export function subjectsOf(model: Model): Subjects {
  const known = remembered.get(model)
  if (known !== undefined) return known
  const subjects = readSubjects(model)
  remembered.set(model, subjects)
  return subjects
}

const remembered = new WeakMap<Model, Subjects>()

function readSubjects(model: Model): Subjects {
  const groups = model.ruleFiles.flatMap(({ system, groups }) =>
    groups.map((group) => groupSubject(system, group, model.place)),
  )
  const shown = model.dashboards.map((dashboard) => dashboardSubject(dashboard))
  return {
    queries: [...groups.flatMap(({ rules }) => rules), ...shown.flatMap(({ queries }) => queries)],
    groups,
    dashboards: shown.map(({ subject }) => subject),
  }
}

function groupSubject(system: string, group: RuleGroup, place: Place): RuleGroupSubject {
  const { name, interval, rules } = group
  return {
    name,
    interval,
    path: `${system}.${name}`,
    place,
    allow: {},
    rules: rules.map((rule) => ruleSubject(rule, group)),
  }
}

function dashboardSubject(dashboard: Dashboard) {
  const { key, title, place } = dashboard
  const path = `dashboards.${key}`
  const panels: PanelSubject[] = []
  const subject: DashboardSubject = {
    key,
    title,
    path,
    place,
    allow: {},
    variables: dashboard.variables.map(({ name }) => name),
    panels,
  }
  for (const row of dashboard.rows)
    for (const panel of row.panels) panels.push(panelSubject(panel, row.collapsed, subject))
  const variables = dashboard.variables.flatMap((variable): QuerySubject[] => {
    if (variable.type !== 'query') return []
    const read = readVariableQuery(variable.query.text)
    if (read === null) return []
    const { name, allow = {} } = variable
    const around = { name, path: `${path}.variables.${name}`, place: variable.query.place, allow, dashboard: subject }
    return [
      {
        ...readReplaced(variable.query, read),
        ...around,
        where: 'variable',
        function: read.function,
        label: read.label,
      },
    ]
  })
  const annotations = dashboard.annotations.map(
    ({ name, expr, allow }): QuerySubject => ({
      ...readReplaced(expr),
      where: 'annotation',
      name,
      path: `${path}.annotations.${name}`,
      place: expr.place,
      allow,
      dashboard: subject,
    }),
  )
  return { subject, queries: [...variables, ...annotations, ...panels.flatMap(({ queries }) => queries)] }
}

function panelSubject(panel: Panel, collapsed: boolean, dashboard: DashboardSubject): PanelSubject {
  const { title, type, gridPos, unit, min, max, thresholds, mappings, calculation, interval, allow, place } = panel
  const queries: PanelQuery[] = []
  const subject: PanelSubject = {
    path: `${dashboard.path}.${title}`,
    place,
    allow,
    title,
    type,
    gridPos,
    collapsed,
    unit,
    min,
    max,
    thresholds,
    mappings,
    calculation,
    interval,
    transformed: panel.transformations.length > 0 || panel.overrides.some(({ properties }) => 'unit' in properties),
    queries,
    otherTargets: 0,
  }
  for (const target of panel.targets) queries.push(targetSubject(target, subject, dashboard))
  return subject
}

function targetSubject(target: PanelTarget, panel: PanelSubject, dashboard: DashboardSubject): PanelQuery {
  const { expr, refId, legend, format, instant } = target
  const { title, path, place, allow } = panel
  return {
    ...readReplaced(expr),
    where: 'panel',
    name: title,
    path,
    place,
    allow,
    dashboard,
    panel,
    refId,
    legend: plainText(legend, expr.place),
    format,
    instant,
    hidden: false,
  }
}
