import { cases, changes, example, fires, givenHistogram, perSecond, quiet, reset } from '#belfry'
import { coordinationProcessMetrics as process } from '../exporters/coordination/metrics.ts'

const [a, b] = [{ instance: 'a:3000' }, { instance: 'b:3000' }] as const

export default cases(() => [
  example('HighBlockingDuration', 'fires on long waits of any coordinator', {
    given: [
      givenHistogram(
        process.durationSeconds,
        { swarm_id: 's1', coordinator_id: 'c1', status: 'completed', ...a },
        { '60': changes({ '0s': perSecond(0.92), '20m': reset(0.92) }), '300': 0, '600': 0, '1800': 0, '+Inf': 0 },
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
      fires('22m', {
        summary: 'Coordinators wait long for acknowledgements',
        description: '95 of 100 waits that ended in the last 5 minutes took up to 7m 1s.',
      }),
      quiet('33m'),
    ],
  }),
  example('HighBlockingDuration', 'little more is too much', {
    given: [
      givenHistogram(
        process.durationSeconds,
        { swarm_id: 's1', coordinator_id: 'c1', status: 'completed' },
        { '120': 0, '300': 0.9499, '600': 0.0501, '+Inf': 0 },
      ),
    ],
    expect: [
      fires('20m', {
        summary: 'Coordinators wait long for acknowledgements',
        description: '95 of 100 waits that ended in the last 5 minutes took up to 5m 0s.',
      }),
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
        { '1': changes({ '0s': perSecond(0.9), '20m': reset(0.9) }), '5': 0, '10': 0, '+Inf': 0 },
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
      fires('22m', {
        summary: 'Signals between coordinators are acknowledged late',
        description: '95 of 100 signals of the last 5 minutes took up to 7.618s.',
      }),
      quiet('33m'),
    ],
  }),
  example('HighSignalLatency', 'little more is too much', {
    given: [
      givenHistogram(
        process.signalLatencySeconds,
        { sender_id: 'c1', receiver_id: 'c2', signal_type: 'done' },
        { '2': 0, '5': 0.94, '10': 0.06, '+Inf': 0 },
      ),
    ],
    expect: [
      fires('20m', {
        summary: 'Signals between coordinators are acknowledged late',
        description: '95 of 100 signals of the last 5 minutes took up to 5.833s.',
      }),
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
])
