import { cases, changes, equivalent, example, fires, given, quiet } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg, pgQueryMetrics as query } from '../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../stack/options/postgres.ts'

const table = (relname: string) => ({ datname: 'dpg', schemaname: 'public', relname, instance: 'a:9187' }) as const
const vectors = (tablename: string) => ({ schemaname: 'public', tablename }) as const
const file = { device: '/dev/sda1', fstype: 'ext4' } as const
const disk = (o: PostgresOptions, instance: string) => ({ ...file, mountpoint: o.dataMountpoint, instance }) as const
const elsewhere = { ...file, mountpoint: '/elsewhere', instance: 'a:9100' } as const

/** What does not make tables bad: many dead rows of few, and as large a share as there may be. */
const goodTables = (o: PostgresOptions) => [
  given(pg.statUserTablesNDeadTup, table('small'), o.deadTuplesMinimumRows / 2),
  given(pg.statUserTablesNLiveTup, table('small'), o.deadTuplesMinimumRows / 2),
  given(pg.statUserTablesNDeadTup, table('good'), 2000 * o.deadTuples),
  given(pg.statUserTablesNLiveTup, table('good'), 2000 * (1 - o.deadTuples)),
]
const goodVectors = (o: PostgresOptions) => [
  given(query.ruvectorTableDeadTuples, vectors('small'), o.deadTuplesMinimumRows / 2),
  given(query.ruvectorTableLiveTuples, vectors('small'), o.deadTuplesMinimumRows / 2),
  given(query.ruvectorTableDeadTuples, vectors('good'), 2000 * o.deadTuples),
  given(query.ruvectorTableLiveTuples, vectors('good'), 2000 * (1 - o.deadTuples)),
]

export default cases((o: PostgresOptions) => [
  example('PostgreSQLDeadTuplesHigh', 'fires for a table that vacuum leaves, and says so once', {
    given: [
      ...goodTables(o),
      given(pg.statUserTablesNDeadTup, table('items'), changes({ '0s': 50, '5m': 106, '50m': 50 })),
      given(pg.statUserTablesNLiveTup, table('items'), changes({ '0s': 951, '5m': 895, '50m': 951 })),
      given(query.ruvectorTableDeadTuples, vectors('embeddings'), 5000),
      given(query.ruvectorTableLiveTuples, vectors('embeddings'), 5000),
    ],
    expect: [
      quiet('5m20s', '35m'),
      fires(['35m10s', '50m'], {
        labels: { ...table('items'), tablename: 'items', job: 'postgresql', service: 'postgresql' },
        summary: 'Table public.items has many dead rows',
        description: '10.59% of the rows of public.items are dead: vacuum does not keep up.',
      }),
      quiet('50m10s'),
    ],
  }),
  example('PostgreSQLDeadTuplesHigh', 'vector tables stand in where the exporter knows of no table', {
    given: [
      ...goodVectors(o),
      given(query.ruvectorTableDeadTuples, vectors('items'), changes({ '0s': 50, '5m': 106, '50m': 50 })),
      given(query.ruvectorTableLiveTuples, vectors('items'), changes({ '0s': 951, '5m': 895, '50m': 951 })),
    ],
    expect: [
      quiet('5m20s', '35m'),
      fires(['35m20s', '50m'], {
        labels: vectors('items'),
        summary: 'Table public.items has many dead rows',
        description: '10.59% of the rows of public.items are dead: vacuum does not keep up.',
      }),
      quiet('50m10s'),
    ],
  }),
  example('PostgreSQLDeadTuplesHigh', 'a tenth is left to the next vacuum, and a small table is no matter', {
    given: [...goodTables(o), ...goodVectors(o)],
    expect: [quiet('40m')],
  }),

  example('PostgreSQLTableBloatHigh', 'fires for the table that stays bloated', {
    interval: '1m',
    given: [
      given(dpg.tableBloatRatio, { schema: 'public', table: 'items' }, changes({ '0s': 0.1, '5m': 0.31, '80m': 0.1 })),
      given(dpg.tableBloatRatio, { schema: 'public', table: 'users' }, o.tableBloat),
    ],
    expect: [
      quiet('6m', '65m'),
      fires(['65m10s', '80m'], {
        labels: { schema: 'public', table: 'items' },
        summary: 'Table public.items is bloated',
        description: 'An estimated 31% of public.items holds no rows.',
      }),
      quiet('80m10s'),
    ],
  }),
  example('PostgreSQLTableBloatHigh', 'some room is used again', {
    interval: '1m',
    given: [given(dpg.tableBloatRatio, { schema: 'public', table: 'items' }, o.tableBloat)],
    expect: [quiet('80m')],
  }),

  example('PostgreSQLDiskSpaceLow', "fires for the data directory's disk, whatever other disks hold", {
    given: [
      given(node.filesystemSizeBytes, disk(o, 'a:9100'), 1000),
      given(node.filesystemAvailBytes, disk(o, 'a:9100'), changes({ '0s': 500, '1m': 190, '10m': 200 })),
      given(node.filesystemSizeBytes, disk(o, 'b:9100'), 1000),
      given(node.filesystemAvailBytes, disk(o, 'b:9100'), o.diskWarning * 1000),
      given(node.filesystemSizeBytes, elsewhere, 1000),
      given(node.filesystemAvailBytes, elsewhere, 10),
    ],
    expect: [
      quiet('1m20s', '6m'),
      fires(['6m10s', '10m'], {
        labels: { ...disk(o, 'a:9100'), subject: 'PostgreSQL data on /' },
        summary: 'The disk of PostgreSQL on a:9100 fills up',
        description: '19% of / (/dev/sda1) is free.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('PostgreSQLDiskSpaceLow', 'a fifth is enough', {
    given: [
      given(node.filesystemSizeBytes, disk(o, 'a:9100'), 1000),
      given(node.filesystemAvailBytes, disk(o, 'a:9100'), o.diskWarning * 1000),
    ],
    expect: [quiet('20m')],
  }),

  example('PostgreSQLDiskSpaceCritical', "fires for the data directory's disk, whatever other disks hold", {
    given: [
      given(node.filesystemSizeBytes, disk(o, 'a:9100'), 1000),
      given(node.filesystemAvailBytes, disk(o, 'a:9100'), changes({ '0s': 500, '1m': 90, '10m': 100 })),
      given(node.filesystemSizeBytes, disk(o, 'b:9100'), 1000),
      given(node.filesystemAvailBytes, disk(o, 'b:9100'), o.diskCritical * 1000),
      given(node.filesystemSizeBytes, elsewhere, 1000),
      given(node.filesystemAvailBytes, elsewhere, 10),
    ],
    expect: [
      quiet('1m20s', '3m'),
      fires(['3m10s', '10m'], {
        labels: { ...disk(o, 'a:9100'), subject: 'PostgreSQL data on /' },
        summary: 'The disk of PostgreSQL on a:9100 is almost full',
        description: '9% of / (/dev/sda1) is free.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('PostgreSQLDiskSpaceCritical', 'low is not critical', {
    given: [
      given(node.filesystemSizeBytes, disk(o, 'a:9100'), 1000),
      given(node.filesystemAvailBytes, disk(o, 'a:9100'), o.diskCritical * 1000),
    ],
    expect: [quiet('20m')],
  }),

  equivalent('PostgreSQLDeadTuplesHigh', {
    'operands/2/swapped': 'The two kinds of tables have labels of their own: neither stands in the way of the other.',
  }),
  equivalent('PostgreSQLDiskSpaceLow', {
    'matcher/2/instance/dropped': 'By default, the data may lie on any instance.',
  }),
  equivalent('PostgreSQLDiskSpaceCritical', {
    'matcher/2/instance/dropped': 'By default, the data may lie on any instance.',
  }),
])
