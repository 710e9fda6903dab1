import { findingAbout, type QueryCheck } from './query-check.ts'
import type { PanelSubject } from './subject.ts'

/** No panel stands on another. */
export const panelOverlap: QueryCheck = {
  kind: 'query',
  id: 'panel-overlap',
  severity: 'warning',
  run: ({ dashboards }) =>
    dashboards.flatMap((dashboard) => {
      // Grafana places those of a folded row when it is opened.
      const placed = dashboard.panels.filter(({ collapsed, gridPos }) => !collapsed && gridPos.w > 0 && gridPos.h > 0)
      return placed.flatMap((panel, index) => {
        const other = placed.slice(0, index).find((before) => overlaps(before, panel))
        if (other === undefined) return []
        return [
          findingAbout(panel, {
            message: `the panel "${panel.title}" stands on the panel "${other.title}"`,
            hint: 'Grafana moves one of them when the dashboard is opened: give each a place of its own.',
          }),
        ]
      })
    }),
}

function overlaps({ gridPos: a }: PanelSubject, { gridPos: b }: PanelSubject): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}
