import { panel, promql, row, target } from '#belfry'
import { postgresMetrics as m } from '../../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg, pgQueryMetrics as query } from '../../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../../stack/options/postgres.ts'
import { limits, numbersBeside, ratio, rising } from '../look.ts'

const largest = promql`topk(10, max by (schema, table) (${dpg.tableSizeBytes}{table=~"$table"}))`

/** Size, bloat and dead rows of the tables. */
export function tables(o: PostgresOptions) {
  return row('Tables', [
    panel(
      'table',
      {
        title: 'Largest tables',
        description: 'Size counts indexes and TOAST; the bloat is estimated from the statistics.',
        unit: 'bytes',
        width: 24,
        transformations: [
          { id: 'merge', options: {} },
          {
            id: 'organize',
            options: {
              excludeByName: { Time: true },
              indexByName: { schema: 0, table: 1, 'Value #A': 2, 'Value #B': 3, 'Value #C': 4 },
              renameByName: {
                schema: 'Schema',
                table: 'Table',
                'Value #A': 'Size',
                'Value #B': 'Rows',
                'Value #C': 'Bloat',
              },
            },
          },
          { id: 'sortBy', options: { fields: {}, sort: [{ field: 'Size', desc: true }] } },
        ],
        overrides: [
          { match: 'Rows', properties: { unit: 'short' } },
          {
            match: 'Bloat',
            properties: {
              unit: 'percentunit',
              min: 0,
              max: 1,
              'custom.cellOptions': { type: 'gauge', mode: 'basic' },
              thresholds: { mode: 'absolute', steps: rising(o.tableBloat) },
              color: { mode: 'thresholds' },
            },
          },
        ],
      },
      [
        target(largest, { format: 'table' }),
        target(promql`max by (schema, table) (${dpg.tableRows}{table=~"$table"}) and ${largest}`, { format: 'table' }),
        target(promql`max by (schema, table) (${dpg.tableBloatRatio}{table=~"$table"}) and ${largest}`, {
          format: 'table',
        }),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Dead rows',
        description:
          'The highest shares of rows that vacuum has yet to remove. Exporters before 0.12 have no table statistics: then only vector tables are shown.',
        ...ratio,
        legend: numbersBeside,
        thresholds: limits(o.deadTuples),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`
            topk(10,
              max by (schemaname, relname) (
                ${m.statUserTablesNDeadTup}{instance=~"$instance",relname=~"$table"}
                  / (${m.statUserTablesNLiveTup}{instance=~"$instance",relname=~"$table"} + ${m.statUserTablesNDeadTup}{instance=~"$instance",relname=~"$table"} > 0)
              )
              or
              max by (schemaname, relname) (
                label_replace(
                  ${query.ruvectorTableDeadTuples}{tablename=~"$table"}
                    / (${query.ruvectorTableLiveTuples}{tablename=~"$table"} + ${query.ruvectorTableDeadTuples}{tablename=~"$table"} > 0),
                  "relname", "$1", "tablename", "(.+)"
                )
              )
            )`,
          '{{schemaname}}.{{relname}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Table growth', description: 'The largest tables.', unit: 'bytes', min: 0, legend: numbersBeside },
      [
        target(
          promql`topk(10, max by (schema, table) (${dpg.tableSizeBytes}{table=~"$table"}))`,
          '{{schema}}.{{table}}',
        ),
      ],
    ),
  ])
}
