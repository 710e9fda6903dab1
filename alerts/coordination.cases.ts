import { cases, changes, equivalent, example, fires, given, perSecond, quiet, reset } from '#belfry'
import {
  coordinationProcessMetrics as process,
  coordinationMetrics as state,
} from '../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../stack/options/coordination.ts'
import recordCases from './coordination-records.cases.ts'
import slownessCases from './coordination-slowness.cases.ts'

/** Two exporters that read the same Redis. */
const both = [{ instance: 'a:9999' }, { instance: 'b:9999' }] as const
const [a, b] = [{ instance: 'a:3000' }, { instance: 'b:3000' }] as const
const build = { swarm_id: 's1', phase: 'build' } as const
const review = { swarm_id: 's1', phase: 'review' } as const
const other = { swarm_id: 's2', phase: 'build' } as const

export default cases((o: CoordinationOptions) => [
  example('HighBlockingCoordinators', 'adds up swarms and phases, each once, and leaves out who waits no more', {
    given: both.flatMap((at, late) => [
      given(
        state.coordinatorsTotal,
        { ...build, status: 'waiting', ...at },
        changes({ '0s': 2, '1m': 5 - late, '20m': 4 }),
      ),
      given(state.coordinatorsTotal, { ...review, status: 'waiting', ...at }, 3),
      given(state.coordinatorsTotal, { ...other, status: 'waiting', ...at }, 3),
      given(state.coordinatorsTotal, { ...other, status: 'complete', ...at }, 50),
      given(state.coordinatorsTotal, { ...build, status: 'timeout', ...at }, 8),
    ]),
    expect: [
      quiet('1m', '6m'),
      fires(['6m10s', '20m'], {
        summary: 'Many coordinators wait',
        description: 'Coordinators that wait for others: 11.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('HighBlockingCoordinators', 'as many as may wait', {
    given: both.map((at) =>
      given(state.coordinatorsTotal, { ...build, status: 'waiting', ...at }, o.activeCoordinators),
    ),
    expect: [quiet('20m')],
  }),

  ...slownessCases(o),

  example('HeartbeatFailures', 'fires while heartbeats are overdue, stale and missing together', {
    given: [
      ...both.flatMap((at) => [
        given(state.heartbeats, { health: 'stale', ...at }, changes({ '0s': 0, '1m': 1, '5m': 0 })),
        given(state.heartbeats, { health: 'missing', ...at }, changes({ '0s': 0, '1m': 2, '5m': 0 })),
        given(state.heartbeats, { health: 'warning', ...at }, 4),
        given(state.heartbeats, { health: 'healthy', ...at }, 9),
      ]),
      given(process.heartbeatFailuresTotal, { coordinator_id: 'c1', failure_type: 'stale', ...a }, perSecond(0.01)),
    ],
    expect: [
      quiet('1m', '1m30s'),
      fires(['1m40s', '5m'], {
        summary: 'Heartbeats of waiting coordinators fail',
        description: 'Heartbeats that are overdue now, or else that failed in the last 5 minutes: 3.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('HeartbeatFailures', 'fires on many failures that handlers counted, whoever counted them', {
    given: [
      given(state.heartbeats, { health: 'stale' }, 0),
      given(
        process.heartbeatFailuresTotal,
        { coordinator_id: 'c1', failure_type: 'stale', ...a },
        changes({ '0s': 100, '10m': 120, '20m': 0 }),
      ),
      given(
        process.heartbeatFailuresTotal,
        { coordinator_id: 'c2', failure_type: 'timeout', ...b },
        changes({ '0s': 7, '10m': 25, '20m': 0 }),
      ),
    ],
    expect: [
      quiet('10m', '10m30s'),
      fires(['10m40s', '14m40s'], {
        summary: 'Heartbeats of waiting coordinators fail',
        description: 'Heartbeats that are overdue now, or else that failed in the last 5 minutes: 40.',
      }),
      quiet('15m20s', '25m'),
    ],
  }),
  example('HeartbeatFailures', 'all give their heartbeats', {
    given: [
      given(state.heartbeats, { health: 'stale' }, 0),
      given(process.heartbeatFailuresTotal, { coordinator_id: 'c1', failure_type: 'stale', ...a }, 4),
    ],
    expect: [quiet('20m')],
  }),
  example('HeartbeatFailures', 'as many as mend themselves', {
    interval: '1m',
    given: [
      given(state.heartbeats, { health: 'stale' }, 0),
      given(
        process.heartbeatFailuresTotal,
        { coordinator_id: 'c1', failure_type: 'stale', ...a },
        changes({ '0s': perSecond(0.1), '20m': perSecond(0.102) }),
      ),
    ],
    expect: [
      quiet('11m', '20m'),
      fires('30m', {
        summary: 'Heartbeats of waiting coordinators fail',
        description: 'Heartbeats that are overdue now, or else that failed in the last 5 minutes: 31.',
      }),
    ],
  }),
  example(
    'HeartbeatFailures',
    'tells how many are overdue, by whichever exporter sees it first, and not how many failed',
    {
      given: [
        given(state.heartbeats, { health: 'stale', ...both[0] }, 0),
        given(state.heartbeats, { health: 'stale', ...both[1] }, 1),
        given(process.heartbeatFailuresTotal, { coordinator_id: 'c1', failure_type: 'stale', ...a }, perSecond(0.2)),
      ],
      expect: [
        fires('10m', {
          summary: 'Heartbeats of waiting coordinators fail',
          description: 'Heartbeats that are overdue now, or else that failed in the last 5 minutes: 1.',
        }),
      ],
    },
  ),
  equivalent('HeartbeatFailures', {
    'aggregation/3/max': 'Only one job has the metric: the sum over jobs takes a label away and adds nothing up.',
  }),

  example('TimeoutEvents', 'fires on escalations in Redis, which every exporter counts', {
    given: [
      given(state.escalationsTotal, both[0], changes({ '0s': 5, '10m': 10 })),
      given(state.escalationsTotal, both[1], changes({ '0s': 5, '12m': 10 })),
      given(
        process.timeoutEventsTotal,
        { coordinator_id: 'c1', timeout_type: 'blocking', ...a },
        changes({ '0s': 3, '10m': 7 }),
      ),
    ],
    expect: [
      quiet('10m', '10m30s'),
      fires(['10m40s', '14m40s'], {
        summary: 'Coordinators time out one after the other',
        description: '0.018 timeouts per second over the last 5 minutes.',
      }),
      quiet('18m'),
    ],
  }),
  example('TimeoutEvents', 'fires on what handlers counted together', {
    given: [
      ...both.map((at) => given(state.escalationsTotal, at, 5)),
      given(
        process.timeoutEventsTotal,
        { coordinator_id: 'c1', timeout_type: 'blocking', ...a },
        changes({ '0s': 3, '10m': 5 }),
      ),
      given(
        process.timeoutEventsTotal,
        { coordinator_id: 'c2', timeout_type: 'signal_ack', ...b },
        changes({ '0s': 60, '10m': reset(0), '10m30s': 2 }),
      ),
    ],
    expect: [
      quiet('10m30s', '11m'),
      fires('11m10s', {
        summary: 'Coordinators time out one after the other',
        description: '0.014 timeouts per second over the last 5 minutes.',
      }),
      quiet('16m'),
    ],
  }),
  example('TimeoutEvents', 'two timeouts between samples 200 s apart are three in five minutes: ordinary', {
    interval: '1m40s',
    given: [
      given(state.escalationsTotal, changes({ '0s': 5, '10m': 7 })),
      given(
        process.timeoutEventsTotal,
        { coordinator_id: 'c1', timeout_type: 'blocking', ...a },
        changes({ '0s': 3, '10m': 5 }),
      ),
    ],
    expect: [quiet('11m', '13m', '14m')],
  }),
  equivalent('TimeoutEvents', {
    'aggregation/2/max': 'Only one job has the metric: the sum over jobs takes a label away and adds nothing up.',
  }),

  example('NoActiveCoordinators', 'fires when all have finished', {
    given: both.flatMap((at) => [
      given(state.coordinatorsTotal, { ...build, status: 'waiting', ...at }, changes({ '0s': 2, '1m': 0, '20m': 1 })),
      given(state.coordinatorsTotal, { ...review, status: 'waiting', ...at }, changes({ '0s': 1, '1m': 0 })),
      given(state.coordinatorsTotal, { ...build, status: 'complete', ...at }, 7),
    ]),
    expect: [
      quiet('11m'),
      fires(['11m10s', '20m'], {
        summary: 'No coordinator waits',
        description: 'Coordinators that wait for others: 0. Nothing is coordinated, or all is done.',
      }),
      quiet('20m10s'),
    ],
  }),
  equivalent('NoActiveCoordinators', {
    'aggregation/1/sum': 'Numbers of coordinators are never below 0: their sum is 0 when the largest is.',
  }),
  example('NoActiveCoordinators', 'one that waits is enough', {
    given: [
      given(state.coordinatorsTotal, { ...build, status: 'waiting' }, 0),
      given(state.coordinatorsTotal, { ...review, status: 'waiting' }, 1),
    ],
    expect: [quiet('30m')],
  }),

  example('StuckCoordinator', 'fires for the one that has waited too long, once, until it is released', {
    given: [
      ...both.map((at, late) =>
        given(
          state.coordinatorWaitSeconds,
          { ...build, coordinator_id: 'c1', ...at },
          changes({ '0s': 1000, '1m': o.stuckSeconds + 0.5 - late, '5m': 10 }),
        ),
      ),
      given(state.coordinatorWaitSeconds, { ...review, coordinator_id: 'c1', ...both[0] }, o.stuckSeconds),
      given(state.coordinatorWaitSeconds, { ...build, coordinator_id: 'c2', ...both[0] }, 60),
    ],
    expect: [
      quiet('1m', '1m30s'),
      fires(['1m40s', '5m'], {
        labels: { swarm_id: 's1', phase: 'build', coordinator_id: 'c1' },
        summary: 'Coordinator c1 of swarm s1 is stuck',
        description: 'It has waited in the phase build for 30m 0s and still waits.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('StuckCoordinator', 'half an hour is allowed', {
    given: [given(state.coordinatorWaitSeconds, { ...build, coordinator_id: 'c1' }, o.stuckSeconds)],
    expect: [quiet('10m')],
  }),

  ...recordCases(o),
])
