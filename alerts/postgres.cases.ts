import { cases, changes, example, fires, given, quiet } from '#belfry'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg } from '../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../stack/options/postgres.ts'
import loadCases from './postgres-load.cases.ts'
import roomCases from './postgres-room.cases.ts'

const [a, b] = [{ instance: 'a:9187' }, { instance: 'b:9187' }] as const
const [first, second] = [{ replica: 'first' }, { replica: 'second' }] as const
const [s1, s2] = [{ server: 's1:5432' }, { server: 's2:5432' }] as const
const busy = { datname: 'dpg', state: 'active' } as const
const idle = { datname: 'dpg', state: 'idle' } as const

/** What an exporter of two servers says of their limits: the larger ones count. */
const limits = (at: typeof a | typeof b) => [
  given(pg.settingsMaxConnections, { ...at, ...s1 }, 103),
  given(pg.settingsMaxConnections, { ...at, ...s2 }, 53),
  given(pg.settingsSuperuserReservedConnections, { ...at, ...s1 }, 3),
  given(pg.settingsSuperuserReservedConnections, { ...at, ...s2 }, 1),
]

export default cases((o: PostgresOptions) => [
  example('PostgreSQLDown', 'fires once a server stays away, and stops when it is back', {
    given: [given(pg.up, a, changes({ '0s': 1, '1m': 0, '3m': 1 })), given(pg.up, b, 1)],
    expect: [
      quiet('1m', '1m20s'),
      fires(['1m30s', '3m'], {
        labels: a,
        summary: 'PostgreSQL behind a:9187 is down',
        description: 'The exporter a:9187 cannot connect to PostgreSQL.',
      }),
      quiet('3m10s'),
    ],
  }),
  example('PostgreSQLDown', 'one failed connection is no outage', {
    given: [given(pg.up, a, changes({ '0s': 1, '1m': 0, '1m10s': 1 }))],
    expect: [quiet('1m10s', '1m20s', '1m30s', '2m')],
  }),

  example('PostgreSQLTooManyConnections', 'adds up sessions, and fires above the share of max_connections', {
    given: [a, b].flatMap((at) => [
      given(pg.settingsMaxConnections, { ...at, ...s1 }, 100),
      given(pg.settingsMaxConnections, { ...at, ...s2 }, 50),
      given(pg.statActivityCount, { ...at, ...s1, ...idle }, o.connectionsWarning * 100 - 20),
      given(pg.statActivityCount, { ...at, ...s1, ...busy }, at === b ? 20 : changes({ '0s': 5, '1m': 21, '15m': 20 })),
    ]),
    expect: [
      quiet('1m20s', '6m'),
      fires(['6m10s', '15m'], {
        labels: { ...a, subject: 'connections' },
        summary: 'PostgreSQL on a:9187 has many connections',
        description: '81% of max_connections are in use.',
      }),
      quiet('15m10s'),
    ],
  }),
  example('PostgreSQLTooManyConnections', 'as many as there may be', {
    given: [
      given(pg.settingsMaxConnections, { ...a, ...s1 }, 100),
      given(pg.statActivityCount, { ...a, ...s1, ...idle }, o.connectionsWarning * 100),
    ],
    expect: [quiet('15m')],
  }),

  example('PostgreSQLConnectionPoolExhausted', 'leaves out what is kept for superusers', {
    given: [a, b].flatMap((at) => [
      ...limits(at),
      given(pg.statActivityCount, { ...at, ...s1, ...idle }, o.connectionsCritical * 100 - 20),
      given(pg.statActivityCount, { ...at, ...s1, ...busy }, at === b ? 20 : changes({ '0s': 5, '1m': 21, '15m': 20 })),
    ]),
    expect: [
      quiet('1m20s', '3m'),
      fires(['3m10s', '15m'], {
        labels: { ...a, subject: 'connections' },
        summary: 'PostgreSQL on a:9187 is running out of connections',
        description: '91% of the connections that ordinary users may open are in use.',
      }),
      quiet('15m10s'),
    ],
  }),
  example('PostgreSQLConnectionPoolExhausted', 'a few are still free', {
    given: [...limits(a), given(pg.statActivityCount, { ...a, ...s1, ...busy }, o.connectionsCritical * 100)],
    expect: [quiet('15m')],
  }),

  example('PostgreSQLReplicationLag', 'fires for the replica that stays behind', {
    given: [
      given(dpg.replicationLagSeconds, first, changes({ '0s': 0, '1m': 31, '10m': 30 })),
      given(dpg.replicationLagSeconds, second, o.replicationLagWarning),
    ],
    expect: [
      quiet('1m20s', '6m'),
      fires(['6m10s', '10m'], {
        labels: { ...first, subject: 'replica first' },
        summary: 'Replica first is behind',
        description: 'Replica first is 31s behind its primary.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('PostgreSQLReplicationLag', 'a bulk load is caught up with', {
    given: [given(dpg.replicationLagSeconds, first, changes({ '0s': 0, '1m': 200, '5m': 30, '5m30s': 200 }))],
    expect: [quiet('6m10s', '10m')],
  }),

  example('PostgreSQLReplicationLagCritical', 'fires for the replica that is of no use', {
    given: [
      given(dpg.replicationLagSeconds, first, changes({ '0s': 0, '1m': 301, '10m': 300 })),
      given(dpg.replicationLagSeconds, second, o.replicationLagCritical),
    ],
    expect: [
      quiet('1m20s', '3m'),
      fires(['3m10s', '10m'], {
        labels: { ...first, subject: 'replica first' },
        summary: 'Replica first is far behind',
        description: 'Replica first is 5m 1s behind its primary.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('PostgreSQLReplicationLagCritical', 'late is not yet lost', {
    given: [given(dpg.replicationLagSeconds, first, o.replicationLagCritical)],
    expect: [quiet('10m')],
  }),

  example('PostgreSQLReplicationBroken', 'fires for the replica that stays away', {
    given: [
      given(dpg.replicationStatus, first, changes({ '0s': 1, '1m': 0, '5m': 1 })),
      given(dpg.replicationStatus, second, 1),
    ],
    expect: [
      quiet('1m20s', '2m'),
      fires(['2m10s', '5m'], {
        labels: { ...first, subject: 'replica first' },
        summary: 'Replica first does not stream',
        description: 'Replica first is not connected to its primary, or does not stream from it.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('PostgreSQLReplicationBroken', 'a replica that restarts is no loss', {
    given: [given(dpg.replicationStatus, first, changes({ '0s': 1, '1m': 0, '1m45s': 1 }))],
    expect: [quiet('1m50s', '2m10s', '5m')],
  }),

  ...loadCases(o),
  ...roomCases(o),
])
