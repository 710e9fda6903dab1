import { findingAbout, type QueryCheck } from './query-check.ts'
import { readingsOf } from './readings.ts'
import type { PanelQuery } from './subject.ts'

const withoutQueries: readonly string[] = ['text', 'alertlist', 'logs', 'row', 'dashlist', 'news']

/** A panel to which no query of it can bring a series. */
export const panelUnfed: QueryCheck = {
  kind: 'query',
  id: 'panel-unfed',
  severity: 'error',
  run(subjects, world) {
    if (world.mode === 'open') return []
    const readings = readingsOf(subjects, world)
    // Of what cannot be read nobody knows what it would bring.
    const bringsNothing = (query: PanelQuery) => readings.of(query)?.result.shapes.length === 0
    return subjects.dashboards.flatMap(({ panels }) =>
      panels
        .filter(({ type, queries, otherTargets }) => {
          if (withoutQueries.includes(type) || otherTargets > 0) return false
          if (queries.length === 0) return world.ours
          return queries.every(bringsNothing)
        })
        .map((panel) =>
          findingAbout(panel, {
            message: `nothing feeds the panel "${panel.title}"${panel.queries.length === 0 ? ': it has no query' : ''}`,
            hint: 'Ask for metrics and labels that the stack has, or remove the panel.',
          }),
        ),
    )
  },
}
