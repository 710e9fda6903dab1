import { cases, changes, example, given, givenHistogram, gives, perSecond, reset } from '#belfry'
import { coordinationProcessMetrics as process } from '../exporters/coordination/metrics.ts'

const [a, b] = [{ instance: 'a:3000' }, { instance: 'b:3000' }] as const
const wait = { coordinator_id: 'c1', status: 'completed' } as const
const signal = { receiver_id: 'c2', signal_type: 'done' } as const

/** Nine in ten, by a process that restarts after a quarter of an hour. */
const mostOfThem = changes({ '0s': perSecond(0.9), '15m': reset(0.9) })
const quickWaits = givenHistogram(
  process.durationSeconds,
  { ...wait, swarm_id: 's1', ...a },
  { '60': mostOfThem, '300': 0, '600': 0 },
)

/** What dashboards show. */
export default cases(() => [
  example('job:heartbeat_failures:increase5m', 'adds up coordinators, and counts on after a restart', {
    interval: '1m',
    given: [
      given(
        process.heartbeatFailuresTotal,
        { coordinator_id: 'c1', failure_type: 'stale', ...a },
        changes({ '0s': perSecond(0.1), '15m': reset(0.1) }),
      ),
      given(process.heartbeatFailuresTotal, { coordinator_id: 'c2', failure_type: 'timeout', ...b }, perSecond(0.05)),
    ],
    expect: [
      gives('15m', { labels: { job: 'blocking-coordination' }, value: 45 }),
      gives('17m', { labels: { job: 'blocking-coordination' }, value: 37.5 }),
    ],
  }),
  example('job:timeout_events:rate5m', 'adds up coordinators', {
    interval: '1m',
    given: [
      given(process.timeoutEventsTotal, { coordinator_id: 'c1', timeout_type: 'blocking', ...a }, perSecond(0.1)),
      given(process.timeoutEventsTotal, { coordinator_id: 'c2', timeout_type: 'signal_ack', ...b }, perSecond(0.05)),
    ],
    expect: [gives('15m', { labels: { job: 'blocking-coordination' }, value: 0.15 })],
  }),
  example('job:blocking_duration_seconds:p99_rate5m', 'puts all swarms and processes together', {
    given: [
      quickWaits,
      givenHistogram(
        process.durationSeconds,
        { ...wait, swarm_id: 's2', ...b },
        {
          '300': changes({ '0s': perSecond(0.1), '10m': perSecond(0.08) }),
          '600': changes({ '0s': perSecond(0), '10m': perSecond(0.02) }),
        },
      ),
    ],
    expect: [
      gives('10m', { value: 282 }),
      gives('12m', { value: 296.897 }),
      gives('17m', { value: 457.105 }),
      gives('25m', { value: 450 }),
    ],
  }),
  example('swarm:blocking_duration_seconds:p95_rate5m', 'keeps swarms apart, and puts their processes together', {
    given: [
      quickWaits,
      givenHistogram(
        process.durationSeconds,
        { ...wait, swarm_id: 's1', ...b },
        {
          '300': changes({ '0s': perSecond(0.1), '10m': perSecond(0) }),
          '600': changes({ '0s': perSecond(0), '10m': perSecond(0.1) }),
        },
      ),
      givenHistogram(process.durationSeconds, { ...wait, swarm_id: 's2', ...a }, { '300': 0, '600': 1 }),
    ],
    expect: [
      gives('12m', { labels: { swarm_id: 's1' }, value: 275.455 }, { labels: { swarm_id: 's2' }, value: 585 }),
      gives('17m', { labels: { swarm_id: 's1' }, value: 457.105 }, { labels: { swarm_id: 's2' }, value: 585 }),
      gives('25m', { labels: { swarm_id: 's1' }, value: 450 }, { labels: { swarm_id: 's2' }, value: 585 }),
    ],
  }),
  example('job:signal_delivery_latency_seconds:p99_rate5m', 'puts all senders together', {
    given: [
      givenHistogram(
        process.signalLatencySeconds,
        { ...signal, sender_id: 'c1', ...a },
        { '1': mostOfThem, '5': 0, '10': 0 },
      ),
      givenHistogram(
        process.signalLatencySeconds,
        { ...signal, sender_id: 'c3', ...b },
        {
          '5': changes({ '0s': perSecond(0.1), '10m': perSecond(0.08) }),
          '10': changes({ '0s': perSecond(0), '10m': perSecond(0.02) }),
        },
      ),
    ],
    expect: [gives('12m', { value: 4.94828 }), gives('17m', { value: 7.61842 }), gives('25m', { value: 7.5 })],
  }),
])
