import type { Board, BoardAnnotation, BoardPanel, BoardSection } from './board.ts'
import { withBorrowed } from './borrow-targets.ts'
import { flagOf, type Json, type JsonObject, listOf, objectOf, textOf, textsOf } from './json-value.ts'
import { readLink } from './read-link.ts'
import { type DataSources, readPanel } from './read-panel.ts'
import { readVariable } from './read-variable.ts'

/** Reads a dashboard as Grafana exports it: classic JSON of any age, bare or within `dashboard`. Never throws. */
export function readBoard(json: unknown): Board {
  const outer = objectOf(json)
  const inner = objectOf(outer.dashboard)
  const source = listOf(inner.panels).length > 0 || listOf(inner.rows).length > 0 ? inner : outer
  const time = objectOf(source.time)
  const variables = listOf(objectOf(source.templating).list).map((one) => readVariable(objectOf(one)))
  const sources: DataSources = new Map(
    variables.filter(({ type }) => type === 'datasource').map(({ name, query }) => [name, query]),
  )
  return {
    uid: textOf(source.uid),
    title: textOf(source.title, 'Dashboard'),
    description: textOf(source.description),
    tags: textsOf(source.tags),
    time: { from: textOf(time.from, 'now-6h'), to: textOf(time.to, 'now') },
    variables,
    annotations: listOf(objectOf(source.annotations).list).flatMap((one) => readAnnotation(objectOf(one))),
    links: listOf(source.links).flatMap((one) => readLink(objectOf(one))),
    sections:
      listOf(source.rows).length > 0
        ? sectionsOfRows(listOf(source.rows), sources)
        : sectionsOf(withBorrowed(listOf(source.panels)), sources),
  }
}

function readAnnotation(annotation: JsonObject): readonly BoardAnnotation[] {
  const expr = textOf(annotation.expr, textOf(objectOf(annotation.target).expr))
  if (expr === '' || !flagOf(annotation.enable, true)) return []
  return [
    {
      name: textOf(annotation.name),
      expr,
      color: textOf(annotation.iconColor, 'blue'),
      title: textOf(annotation.titleFormat),
      text: textOf(annotation.textFormat),
      step: textOf(annotation.step),
    },
  ]
}

/** Panels stand in a flat list; a row's are behind it, or within it when it is collapsed. */
function sectionsOf(list: readonly Json[], sources: DataSources): readonly BoardSection[] {
  const sections: { row: BoardSection['row']; panels: BoardPanel[] }[] = [{ row: null, panels: [] }]
  let panels = 0
  const read = (panel: JsonObject): BoardPanel => readPanel(panel, `p${++panels}`, sources)
  const ordered = list.map(objectOf).sort((one, other) => topOf(one) - topOf(other))
  for (const item of ordered) {
    if (textOf(item.type) !== 'row') {
      sections.at(-1)?.panels.push(read(item))
      continue
    }
    const within = listOf(item.panels).map((one) => read(objectOf(one)))
    sections.push({
      row: { title: textOf(item.title), collapsed: flagOf(item.collapsed), repeat: textOf(item.repeat) },
      panels: within,
    })
  }
  return sections
    .filter(({ row, panels: some }) => row !== null || some.length > 0)
    .map(({ row, panels: some }, index) => ({ key: `s${index + 1}`, row, panels: toOwnTop(some) }))
}

const topOf = (item: JsonObject): number => {
  const { y, x } = objectOf(item.gridPos)
  return (typeof y === 'number' ? y : 0) * 100 + (typeof x === 'number' ? x : 0)
}

function toOwnTop(panels: readonly BoardPanel[]): readonly BoardPanel[] {
  const top = Math.min(...panels.map(({ grid }) => grid.y))
  return panels.map((panel) => ({ ...panel, grid: { ...panel.grid, y: panel.grid.y - top } }))
}

/** Dashboards from before Grafana 5: rows of panels, with spans of 12 columns. */
function sectionsOfRows(rows: readonly Json[], sources: DataSources): readonly BoardSection[] {
  let panels = 0
  return rows.map((value, index) => {
    const row = objectOf(value)
    const height = Math.max(3, Math.ceil(parseInt(textOf(row.height, '250'), 10) / 38) || 7)
    let [x, y] = [0, 0]
    const placed = listOf(row.panels).map((one) => {
      const panel = objectOf(one)
      const w = Math.min(24, Math.max(1, Math.round((typeof panel.span === 'number' ? panel.span : 4) * 2)))
      if (x + w > 24) [x, y] = [0, y + height]
      const read = readPanel({ ...panel, gridPos: { x, y, w, h: height } }, `p${++panels}`, sources)
      x += w
      return read
    })
    const title = textOf(row.title)
    const shown = flagOf(row.showTitle) || flagOf(row.collapse)
    return {
      key: `s${index + 1}`,
      row: shown ? { title, collapsed: flagOf(row.collapse), repeat: textOf(row.repeat) } : null,
      panels: placed,
    }
  })
}
