import type { DashboardSpec, RowSpec, VariableSpec } from '../spec/dashboard.ts'
import type { PanelSpec, PanelType, Target } from '../spec/panels.ts'
import { type Box, flow, type GridPos, gridColumns } from './layout.ts'
import type { Dashboard, DashboardRow, Panel, PanelTarget } from './model.ts'
import { dashboardTags, dashboardUid } from './names.ts'

/** What a dashboard takes from the stack around it. */
export interface DashboardContext {
  /** Name of the stack. */
  readonly stack: string
  /** Name of its system; empty for dashboards of the stack itself. */
  readonly system: string
  /** The environment's scrape interval: the smallest step of a panel. */
  readonly scrapeInterval: string
}

/** Writes out a dashboard: uid, ids, places in the grid, every default. */
export function resolveDashboard(spec: DashboardSpec, context: DashboardContext): Dashboard {
  return {
    key: spec.key,
    uid: dashboardUid(context.stack, spec.key),
    system: context.system,
    title: spec.title,
    description: spec.description,
    tags: [...new Set([...dashboardTags(context.stack, context.system), ...(spec.tags ?? [])])],
    refresh: spec.refresh ?? '30s',
    from: spec.from ?? 'now-1h',
    variables: (spec.variables ?? []).map(resolveVariable),
    annotations: (spec.annotations ?? []).map(({ name, expr, title, text = '', color = 'blue', allow = {} }) => ({
      name,
      expr,
      title,
      text,
      color,
      allow,
    })),
    rows: placeRows(spec.rows, context.scrapeInterval),
    place: spec.place,
  }
}

function placeRows(rows: readonly RowSpec[], scrapeInterval: string): readonly DashboardRow[] {
  let nextId = 1
  let y = 0
  return rows.map((row) => {
    const id = nextId++
    const { positions, bottom } = flow(row.panels.map(boxOf), y + 1)
    const panels = row.panels.map((panel, index) =>
      resolvePanel(panel, nextId++, positions[index] ?? { x: 0, y, w: gridColumns, h: 1 }, scrapeInterval),
    )
    const placed = { id, title: row.title, y, collapsed: row.collapsed, repeat: row.repeat, panels }
    // Panels of a collapsed row take no room until somebody opens it; Grafana then pushes the rest down.
    y = row.collapsed ? y + 1 : bottom
    return placed
  })
}

const smallTypes: ReadonlySet<PanelType> = new Set(['stat', 'gauge'])
const instantTypes: ReadonlySet<PanelType> = new Set(['stat', 'gauge', 'bargauge', 'table', 'piechart'])

function boxOf(panel: PanelSpec): Box {
  const alone = (panel.repeat ?? '') !== '' && panel.repeatDirection !== 'v'
  return {
    w: panel.width ?? (alone ? gridColumns : defaultWidth(panel.type)),
    h: panel.height ?? defaultHeight(panel.type),
    alone,
  }
}

const defaultWidth = (type: PanelType): number => (smallTypes.has(type) ? 4 : type === 'text' ? 8 : 12)
const defaultHeight = (type: PanelType): number => (smallTypes.has(type) ? 4 : 8)

function resolvePanel(panel: PanelSpec, id: number, gridPos: GridPos, scrapeInterval: string): Panel {
  return {
    id,
    type: panel.type,
    title: panel.title,
    description: panel.description ?? '',
    gridPos,
    unit: panel.unit ?? '',
    decimals: panel.decimals ?? null,
    min: panel.min ?? null,
    max: panel.max ?? null,
    thresholds: panel.thresholds ?? [],
    mappings: panel.mappings ?? [],
    overrides: panel.overrides ?? [],
    transformations: panel.transformations ?? [],
    links: panel.links ?? [],
    noValue: panel.noValue ?? '',
    repeat: panel.repeat ?? '',
    repeatDirection: panel.repeatDirection ?? 'h',
    calculation: panel.calculation ?? 'lastNotNull',
    legend: {
      mode: panel.legend?.mode ?? 'list',
      placement: panel.legend?.placement ?? 'bottom',
      calculations: panel.legend?.calculations ?? [],
    },
    draw: panel.draw ?? 'line',
    stack: panel.stack ?? 'none',
    thresholdStyle: panel.thresholdStyle ?? 'off',
    scale: panel.scale ?? 'linear',
    colorMode: panel.colorMode ?? 'value',
    sparkline: panel.sparkline ?? false,
    markdown: panel.markdown ?? '',
    interval: panel.interval ?? scrapeInterval,
    targets: panel.targets.map((target, index) => resolveTarget(target, panel, index)),
    allow: panel.allow ?? {},
    place: panel.place,
  }
}

function resolveTarget(target: Target, panel: PanelSpec, index: number): PanelTarget {
  return {
    refId: refId(index),
    expr: target.expr,
    legend: target.legend ?? '',
    format: target.format ?? 'time_series',
    instant: target.instant ?? (instantTypes.has(panel.type) && panel.sparkline !== true),
  }
}

/** A, B, ...; the schema allows no more than 26. */
const refId = (index: number): string => String.fromCharCode(65 + index)

function resolveVariable(variable: VariableSpec): VariableSpec {
  if (variable.type === 'query')
    return { ...variable, multi: variable.multi ?? true, includeAll: variable.includeAll ?? true }
  if (variable.type === 'custom')
    return { ...variable, multi: variable.multi ?? false, includeAll: variable.includeAll ?? false }
  return variable
}
