import { cases, changes, example, givenHistogram, gives, perSecond } from '#belfry'
import { coordinationProcessMetrics as process } from '../exporters/coordination/metrics.ts'

const [a, b] = [{ instance: 'a:3000' }, { instance: 'b:3000' }] as const
const wait = { coordinator_id: 'c1', status: 'completed' } as const
const signal = { receiver_id: 'c2', signal_type: 'done' } as const

/** What dashboards show and no alert needs. */
export default cases(() => [
  example('job:blocking_duration_seconds:p99_rate5m', 'puts all swarms and processes together', {
    given: [
      givenHistogram(process.durationSeconds, { ...wait, swarm_id: 's1', ...a }, { '60': 0.9, '300': 0, '600': 0 }),
      givenHistogram(
        process.durationSeconds,
        { ...wait, swarm_id: 's2', ...b },
        {
          '300': changes({ '0s': perSecond(0.1), '10m': perSecond(0.08) }),
          '600': changes({ '0s': perSecond(0), '10m': perSecond(0.02) }),
        },
      ),
    ],
    expect: [gives('10m', { value: 282 }), gives('12m', { value: 296.897 }), gives('20m', { value: 450 })],
  }),
  example('swarm:blocking_duration_seconds:p95_rate5m', 'keeps swarms apart, and puts their processes together', {
    given: [
      givenHistogram(process.durationSeconds, { ...wait, swarm_id: 's1', ...a }, { '60': 0.9, '300': 0, '600': 0 }),
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
      gives('20m', { labels: { swarm_id: 's1' }, value: 450 }, { labels: { swarm_id: 's2' }, value: 585 }),
    ],
  }),
  example('job:signal_delivery_latency_seconds:p99_rate5m', 'puts all senders together', {
    given: [
      givenHistogram(process.signalLatencySeconds, { ...signal, sender_id: 'c1', ...a }, { '1': 0.9, '5': 0, '10': 0 }),
      givenHistogram(
        process.signalLatencySeconds,
        { ...signal, sender_id: 'c3', ...b },
        {
          '5': changes({ '0s': perSecond(0.1), '10m': perSecond(0.08) }),
          '10': changes({ '0s': perSecond(0), '10m': perSecond(0.02) }),
        },
      ),
    ],
    expect: [gives('12m', { value: 4.94828 }), gives('20m', { value: 7.5 })],
  }),
])
