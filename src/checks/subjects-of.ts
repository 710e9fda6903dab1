import type { Place } from '../errors/place.ts'
import type { SourceText } from '../errors/source-text.ts'
import { readVariableQuery } from '../foreign/variable-query.ts'
import type { Alert, Dashboard, Model, Panel, PanelTarget, Recording, RuleGroup } from '../model/model.ts'
import type { Labels } from '../spec/labels.ts'
import { QueryReader } from './query-reader.ts'
import type {
  AlertSubject,
  DashboardSubject,
  PanelQuery,
  PanelSubject,
  QuerySubject,
  RecordSubject,
  RuleGroupSubject,
  Subjects,
} from './subject.ts'

/** The queries of a model, each parsed once, however many ask. */
export function subjectsOf(model: Model): Subjects {
  const known = remembered.get(model)
  if (known !== undefined) return known
  const subjects = readSubjects(model)
  remembered.set(model, subjects)
  return subjects
}

const remembered = new WeakMap<Model, Subjects>()

function readSubjects(model: Model): Subjects {
  const reader = new QueryReader()
  const groups = model.ruleFiles.flatMap(({ system, groups }) =>
    groups.map((group) => groupSubject(system, group, model.place, reader)),
  )
  const shown = model.dashboards.map((dashboard) => dashboardSubject(dashboard, reader))
  return {
    queries: [...groups.flatMap(({ rules }) => rules), ...shown.flatMap(({ queries }) => queries)],
    groups,
    dashboards: shown.map(({ subject }) => subject),
  }
}

function groupSubject(system: string, group: RuleGroup, place: Place, reader: QueryReader): RuleGroupSubject {
  const { name, interval, rules } = group
  return {
    name,
    interval,
    path: `${system}.${name}`,
    place,
    allow: {},
    rules: rules.map((rule) => ruleSubject(rule, group, reader)),
  }
}

function ruleSubject(rule: Alert | Recording, group: RuleGroup, reader: QueryReader): AlertSubject | RecordSubject {
  const { name, system, labels, place, allow } = rule
  const { source, text, expr, faults, placeholders, written } = reader.read(rule.expr)
  const shared = {
    source,
    text,
    expr,
    faults,
    placeholders,
    written,
    name,
    place,
    allow,
    labels,
    group: group.name,
    interval: group.interval,
  }
  if (rule.kind === 'record')
    return { ...shared, where: 'record', path: `${system}.records.${name}`, texts: textsOf({ labels }, place) }
  const { annotations } = rule
  return {
    ...shared,
    where: 'alert',
    path: `${system}.alerts.${name}`,
    for: rule.for,
    keepFiringFor: rule.keepFiringFor,
    annotations,
    texts: textsOf({ labels, annotations }, place),
  }
}

function textsOf(all: Readonly<Record<string, Labels>>, place: Place): ReadonlyMap<string, SourceText> {
  const texts = new Map<string, SourceText>()
  for (const kind in all) {
    const labels = all[kind] ?? {}
    for (const key in labels) texts.set(`${kind}.${key}`, plainText(labels[key] ?? '', place))
  }
  return texts
}

/** A text of which only the definition around it has a known place. */
function plainText(text: string, place: Place): SourceText {
  return { text, place, lines: [] }
}

function dashboardSubject(dashboard: Dashboard, reader: QueryReader) {
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
    for (const panel of row.panels) panels.push(panelSubject(panel, row.collapsed, subject, reader))
  const variables = dashboard.variables.flatMap((variable): QuerySubject[] => {
    if (variable.type !== 'query') return []
    const read = readVariableQuery(variable.query.text)
    if (read === null) return []
    const { name, allow = {} } = variable
    const around = { name, path: `${path}.variables.${name}`, place: variable.query.place, allow, dashboard: subject }
    return [
      {
        ...reader.readReplaced(variable.query, read),
        ...around,
        where: 'variable',
        function: read.function,
        label: read.label,
      },
    ]
  })
  const annotations = dashboard.annotations.map(
    ({ name, expr, allow }): QuerySubject => ({
      ...reader.readReplaced(expr),
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

function panelSubject(
  panel: Panel,
  collapsed: boolean,
  dashboard: DashboardSubject,
  reader: QueryReader,
): PanelSubject {
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
  for (const target of panel.targets) queries.push(targetSubject(target, subject, dashboard, reader))
  return subject
}

function targetSubject(
  target: PanelTarget,
  panel: PanelSubject,
  dashboard: DashboardSubject,
  reader: QueryReader,
): PanelQuery {
  const { expr, refId, legend, format, instant } = target
  const { title, path, place, allow } = panel
  return {
    ...reader.readReplaced(expr),
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
