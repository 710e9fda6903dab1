import type { CollectPart, Postgres } from '#belfry'
import { projectionState as families } from './metrics.ts'
import type { OrchestratorOptions } from './options.ts'
import { qualifyTables } from './tables.ts'

interface ProjectionRow {
  readonly projection: string
  readonly position: number | null
  readonly updated: number | null
}

/** How far each projection has come, and how far it is behind the newest event. */
export function projections(postgres: Postgres, options: OrchestratorOptions): CollectPart {
  const { checkpoints, events } = qualifyTables(options)
  return async ({ sample, signal }) => {
    // The checkpoints first: a projection is never ahead of events that are read later.
    const rows = await postgres.query<ProjectionRow>(
      `SELECT projection_name AS projection, last_global_position::float8 AS position,
              extract(epoch FROM updated_at)::float8 AS updated
       FROM ${checkpoints} ORDER BY projection_name`,
      [],
      signal,
    )
    const [store] = await postgres.query<{ newest: number | null }>(
      `SELECT max(global_position)::float8 AS newest FROM ${events}`,
      [],
      signal,
    )
    const newest = store?.newest ?? 0
    sample(families.eventStorePosition, {}, newest)
    for (const { projection, position, updated } of rows) {
      sample(families.projectionPosition, { projection }, position)
      sample(families.projectionLagEvents, { projection }, position === null ? null : Math.max(0, newest - position))
      sample(families.projectionUpdatedTimestampSeconds, { projection }, updated)
    }
  }
}
