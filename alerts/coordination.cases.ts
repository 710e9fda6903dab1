import { cases, changes, example, fires, given, givenHistogram, perSecond, quiet, ramp, reset } from '#belfry'
import {
  coordinationProcessMetrics as process,
  coordinationMetrics as state,
} from '../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../stack/options/coordination.ts'
import recordCases from './coordination-records.cases.ts'

/** Two exporters that read the same Redis. */
const both = [{ instance: 'a:9999' }, { instance: 'b:9999' }] as const
const [a, b] = [{ instance: 'a:3000' }, { instance: 'b:3000' }] as const
const build = { swarm_id: 's1', phase: 'build' } as const
const review = { swarm_id: 's1', phase: 'review' } as const
const other = { swarm_id: 's2', phase: 'build' } as const

export default cases((o: CoordinationOptions) => [
  example('HighBlockingCoordinators', 'adds up swarms and phases, each once, and leaves out who waits no more', {
    given: both.flatMap((at) => [
      given(state.coordinatorsTotal, { ...build, status: 'waiting', ...at }, changes({ '0s': 2, '1m': 5, '20m': 4 })),
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

  example('HighBlockingDuration', 'fires on long waits of any coordinator', {
    given: [
      givenHistogram(
        process.durationSeconds,
        { swarm_id: 's1', coordinator_id: 'c1', status: 'completed', ...a },
        { '60': 0.92, '300': 0, '600': 0, '1800': 0, '+Inf': 0 },
      ),
      givenHistogram(
        process.durationSeconds,
        { swarm_id: 's1', coordinator_id: 'c2', status: 'timeout', ...b },
        {
          '60': 0,
          '300': changes({ '0s': perSecond(0.08), '10m': perSecond(0), '30m': perSecond(0.08) }),
          '600': changes({ '0s': perSecond(0), '10m': perSecond(0.08), '30m': perSecond(0) }),
          '1800': 0,
          '+Inf': 0,
        },
      ),
    ],
    expect: [
      quiet('10m', '16m40s'),
      fires('18m20s', {
        summary: 'Coordinators wait long for acknowledgements',
        description: '95 of 100 waits that ended in the last 5 minutes took up to 6m 52s.',
      }),
      quiet('33m'),
    ],
  }),
  example('HighBlockingDuration', 'five minutes are still in order', {
    given: [
      givenHistogram(
        process.durationSeconds,
        { swarm_id: 's1', coordinator_id: 'c1', status: 'completed' },
        { '120': 0, '300': 9.5, '600': 0.5, '+Inf': 0 },
      ),
    ],
    expect: [quiet('20m')],
  }),

  example('HighSignalLatency', 'fires when one signal in ten is late, whoever sends it', {
    given: [
      givenHistogram(
        process.signalLatencySeconds,
        { sender_id: 'c1', receiver_id: 'c2', signal_type: 'done', ...a },
        { '1': 0.9, '5': 0, '10': 0, '+Inf': 0 },
      ),
      givenHistogram(
        process.signalLatencySeconds,
        { sender_id: 'c2', receiver_id: 'c1', signal_type: 'ack', ...b },
        {
          '1': 0,
          '5': changes({ '0s': perSecond(0.1), '10m': perSecond(0), '30m': perSecond(0.1) }),
          '10': changes({ '0s': perSecond(0), '10m': perSecond(0.1), '30m': perSecond(0) }),
          '+Inf': 0,
        },
      ),
    ],
    expect: [
      quiet('10m', '16m40s'),
      fires('18m20s', {
        summary: 'Signals between coordinators are acknowledged late',
        description: '95 of 100 signals of the last 5 minutes took up to 7.5s.',
      }),
      quiet('33m'),
    ],
  }),
  example('HighSignalLatency', 'five seconds are still in order', {
    given: [
      givenHistogram(
        process.signalLatencySeconds,
        { sender_id: 'c1', receiver_id: 'c2', signal_type: 'done' },
        { '2': 0, '5': 9.5, '10': 0.5, '+Inf': 0 },
      ),
    ],
    expect: [quiet('20m')],
  }),

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
  example('HeartbeatFailures', 'some failures mend themselves', {
    given: [
      given(state.heartbeats, { health: 'stale' }, 0),
      given(
        process.heartbeatFailuresTotal,
        { coordinator_id: 'c1', failure_type: 'stale', ...a },
        changes({ '0s': 0, '10m': 28 }),
      ),
    ],
    expect: [quiet('11m', '14m')],
  }),

  example('TimeoutEvents', 'fires on escalations in Redis, which every exporter counts', {
    given: [
      ...both.map((at) => given(state.escalationsTotal, at, changes({ '0s': 5, '10m': 11 }))),
      given(process.timeoutEventsTotal, { coordinator_id: 'c1', timeout_type: 'blocking', ...a }, 3),
    ],
    expect: [
      quiet('10m', '10m30s'),
      fires(['10m40s', '14m40s'], {
        summary: 'Coordinators time out one after the other',
        description: '0.021 timeouts per second over the last 5 minutes.',
      }),
      quiet('15m20s'),
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
  example('TimeoutEvents', 'two timeouts are ordinary', {
    given: [
      given(state.escalationsTotal, changes({ '0s': 5, '10m': 7 })),
      given(
        process.timeoutEventsTotal,
        { coordinator_id: 'c1', timeout_type: 'blocking', ...a },
        changes({ '0s': 3, '10m': 5 }),
      ),
    ],
    expect: [quiet('11m', '14m')],
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
  example('NoActiveCoordinators', 'one that waits is enough', {
    given: [
      given(state.coordinatorsTotal, { ...build, status: 'waiting' }, 0),
      given(state.coordinatorsTotal, { ...review, status: 'waiting' }, 1),
    ],
    expect: [quiet('30m')],
  }),

  example('StuckCoordinator', 'fires for the one that has waited too long, once, until it is released', {
    given: [
      ...both.map((at) =>
        given(
          state.coordinatorWaitSeconds,
          { ...build, coordinator_id: 'c1', ...at },
          changes({ '0s': ramp(o.stuckSeconds - 62, 1), '5m': 10 }),
        ),
      ),
      given(state.coordinatorWaitSeconds, { ...review, coordinator_id: 'c1', ...both[0] }, o.stuckSeconds),
      given(state.coordinatorWaitSeconds, { ...build, coordinator_id: 'c2', ...both[0] }, 60),
    ],
    expect: [
      quiet('1m', '1m40s'),
      fires('4m', {
        labels: { swarm_id: 's1', phase: 'build', coordinator_id: 'c1' },
        summary: 'Coordinator c1 of swarm s1 is stuck',
        description: 'It has waited in the phase build for 32m 43s and still waits.',
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
