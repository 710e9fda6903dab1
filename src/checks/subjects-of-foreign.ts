import type { SourceText } from '../errors/source-text.ts'
import type { ForeignDashboard, ForeignPanel } from '../foreign/foreign-dashboards.ts'
import type { ForeignGroup, ForeignRule } from '../foreign/foreign-rules.ts'
import { readVariableQuery } from '../foreign/variable-query.ts'
import { readQuery, readReplaced } from './read-query.ts'
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

/** The queries of strangers' files, each parsed once. */
export function subjectsOfForeign(groups: readonly ForeignGroup[], dashboards: readonly ForeignDashboard[]): Subjects {
  const read = groups.map((group) => groupSubject(group))
  const shown = dashboards.map((dashboard) => dashboardSubject(dashboard))
  return {
    queries: [...read.flatMap(({ rules }) => rules), ...shown.flatMap(({ queries }) => queries)],
    groups: read,
    dashboards: shown.map(({ subject }) => subject),
  }
}

function groupSubject(group: ForeignGroup): RuleGroupSubject {
  const { name, interval, path, place } = group
  return { name, interval, path, place, allow: {}, rules: group.rules.map((rule) => ruleSubject(rule, group)) }
}

function ruleSubject(rule: ForeignRule, group: ForeignGroup): AlertSubject | RecordSubject {
  const { name, path, place, allow, keepFiringFor } = rule
  const shared = {
    ...readQuery(rule.expr),
    name,
    path,
    place,
    allow,
    labels: plain(rule.labels),
    group: group.name,
    interval: group.interval,
    texts: new Map([...keyed('labels', rule.labels), ...keyed('annotations', rule.annotations)]),
  }
  return rule.kind === 'record'
    ? { ...shared, where: 'record' }
    : { ...shared, where: 'alert', for: rule.for, keepFiringFor, annotations: plain(rule.annotations) }
}

function plain(texts: ReadonlyMap<string, SourceText>): Readonly<Record<string, string>> {
  return Object.fromEntries([...texts].map(([key, { text }]) => [key, text]))
}

function keyed(kind: string, texts: ReadonlyMap<string, SourceText>): readonly (readonly [string, SourceText])[] {
  return [...texts].map(([key, text]) => [`${kind}.${key}`, text] as const)
}

function dashboardSubject(dashboard: ForeignDashboard) {
  const { uid, title, path, place } = dashboard
  const panels: PanelSubject[] = []
  const subject: DashboardSubject = { key: uid, title, path, place, allow: {}, variables: dashboard.variables, panels }
  for (const panel of dashboard.panels) panels.push(panelSubject(panel, subject))
  const variables = dashboard.variableQueries.flatMap(({ name, query }): QuerySubject[] => {
    const parts = readVariableQuery(query.text)
    if (parts === null) return []
    const around = { name, path: `${path}.variables.${name}`, place: query.place, allow: {}, dashboard: subject }
    const read = readReplaced(query, parts)
    return [{ ...read, ...around, where: 'variable', function: parts.function, label: parts.label }]
  })
  const annotations = dashboard.annotations.map(({ name, query }): QuerySubject => {
    const around = { name, path: `${path}.annotations.${name}`, place: query.place, allow: {}, dashboard: subject }
    return { ...readReplaced(query), ...around, where: 'annotation' }
  })
  return { subject, queries: [...variables, ...annotations, ...panels.flatMap(({ queries }) => queries)] }
}

function panelSubject(panel: ForeignPanel, dashboard: DashboardSubject): PanelSubject {
  const { targets, ...shown } = panel
  const queries: PanelQuery[] = []
  const around = { path: `${dashboard.path}.${panel.title}`, place: panel.place, allow: {} }
  const subject: PanelSubject = { ...shown, ...around, queries }
  for (const { expr, ...target } of targets)
    queries.push({
      ...readReplaced(expr),
      ...around,
      ...target,
      where: 'panel',
      name: panel.title,
      place: expr.place,
      dashboard,
      panel: subject,
    })
  return subject
}
