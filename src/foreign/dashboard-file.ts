import type { Problem } from '../errors/problem.ts'
import { entryOf, itemsOf, textOf, valueAt, type YamlNode } from '../formats/positioned-yaml.ts'
import { readYaml } from '../formats/yaml.ts'
import { DataSources } from './data-sources.ts'
import {
  dashboardFileValid,
  type ForeignDashboard,
  type ForeignPanel,
  type ForeignQuery,
  type ReadDashboardFile,
} from './foreign-dashboards.ts'
import { ForeignFile } from './foreign-file.ts'
import { isLibraryPanel, readPanel, sourceAt } from './read-panel.ts'

/** Reads a Grafana dashboard: as it is exported, as the API wraps it, or as a resource with a spec. Never throws. */
export function readDashboardFile(name: string, text: string): ReadDashboardFile {
  const file = new ForeignFile(name, text)
  const [document] = readYaml(text)
  const [fault] = document?.faults ?? []
  if (fault !== undefined) {
    const message = `not JSON: ${fault.message.replace(/\.$/, '')}`
    return { dashboards: [], problems: [file.problem(dashboardFileValid, fault, message)], isDashboard: true }
  }
  const root = dashboardIn(document?.root ?? null)
  if (root === null) {
    const [message, hint] = refusalOf(document?.root ?? null)
    return { dashboards: [], problems: [at(message, hint)], isDashboard: false }
  }
  return { dashboards: [readDashboard(file, root)], problems: [], isDashboard: true }

  function at(message: string, hint: string): Problem {
    return file.problem(dashboardFileValid, { from: 0, to: 0 }, message, hint)
  }
}

function dashboardIn(root: YamlNode | null): YamlNode | null {
  for (const node of [root, valueAt(root, 'dashboard'), valueAt(root, 'spec')])
    if (valueAt(node, 'panels') !== null || valueAt(node, 'rows') !== null) return node
  return null
}

function refusalOf(root: YamlNode | null): readonly [message: string, hint: string] {
  if (valueAt(root, 'groups') !== null || textOf(valueAt(root, 'kind')) === 'PrometheusRule')
    return ['this is no Grafana dashboard', 'It has rules: name it with --rules.']
  const elements = valueAt(valueAt(root, 'spec') ?? root, 'elements')
  return elements === null
    ? ['this is no Grafana dashboard', 'It needs `panels` or `rows`, at the top or below `dashboard`.']
    : ['this dashboard has the second schema, which is not read yet', 'Export it in the classic model.']
}

function readDashboard(file: ForeignFile, root: YamlNode): ForeignDashboard {
  const title = textOf(valueAt(root, 'title'))
  const sources = new DataSources(root)
  const found = panelsIn(root)
  const read = found.map(({ node, collapsed }) => readPanel(file, node, collapsed, sources))
  const variables = itemsOf(valueAt(valueAt(root, 'templating'), 'list'))
  return {
    title,
    uid: textOf(valueAt(root, 'uid')),
    path: title === '' ? 'dashboard' : title,
    place: file.placeAt((entryOf(root, 'title')?.value ?? root).from),
    variables: variables.map((variable) => textOf(valueAt(variable, 'name'))),
    variableQueries: variables.flatMap((variable) => variableQuery(file, variable, sources)),
    annotations: itemsOf(valueAt(valueAt(root, 'annotations'), 'list')).flatMap((one) =>
      annotation(file, one, sources),
    ),
    panels: read,
    leftOut: {
      targets: sum(read, ({ otherTargets }) => otherTargets),
      libraryPanels: found.filter(({ node }) => isLibraryPanel(node)).length,
    },
  }
}

interface FoundPanel {
  readonly node: YamlNode
  readonly collapsed: boolean
}

/** Panels of the dashboard, of its rows, and of rows as they were before Grafana 5. */
function panelsIn(root: YamlNode): readonly FoundPanel[] {
  const open = itemsOf(valueAt(root, 'panels')).flatMap((node): readonly FoundPanel[] => {
    if (textOf(valueAt(node, 'type')) !== 'row') return [{ node, collapsed: false }]
    return itemsOf(valueAt(node, 'panels')).map((inner) => ({ node: inner, collapsed: true }))
  })
  const old = itemsOf(valueAt(root, 'rows')).flatMap((row) => itemsOf(valueAt(row, 'panels')))
  return [...open, ...old.map((node) => ({ node, collapsed: true }))]
}

function variableQuery(file: ForeignFile, variable: YamlNode, sources: DataSources): readonly ForeignQuery[] {
  if (textOf(valueAt(variable, 'type')) !== 'query') return []
  if (!sources.isPrometheus(valueAt(variable, 'datasource'), true)) return []
  const query = valueAt(variable, 'query')
  const text = query?.kind === 'map' ? valueAt(query, 'query') : query
  if (text?.kind !== 'scalar' || text.text === '') return []
  return [{ name: textOf(valueAt(variable, 'name')), query: file.source(text) }]
}

function annotation(file: ForeignFile, node: YamlNode, sources: DataSources): readonly ForeignQuery[] {
  const holder = entryOf(node, 'expr') === null ? valueAt(node, 'target') : node
  const expr = sourceAt(file, holder, 'expr')
  if (expr === null || expr.text.trim() === '') return []
  if (!sources.isPrometheus(valueAt(node, 'datasource'), true)) return []
  return [{ name: textOf(valueAt(node, 'name')), query: expr }]
}

function sum(panels: readonly ForeignPanel[], count: (panel: ForeignPanel) => number): number {
  return panels.reduce((total, panel) => total + count(panel), 0)
}
