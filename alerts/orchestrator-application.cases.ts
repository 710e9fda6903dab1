import { cases, changes, example, fires, given, givenHistogram, gives, perSecond, quiet, reset } from '#belfry'
import { instrumentedApplication as application } from '../exporters/orchestrator/metrics.ts'

const main = { replica_set: 'main' } as const
const reporting = { replica_set: 'reporting' } as const
const [a, b] = [{ instance: 'a:9090' }, { instance: 'b:9090' }] as const
const orders = { ...main, projection: 'orders' } as const
const invoices = { ...main, projection: 'invoices' } as const

/** What only an application that measures can tell. */
export default cases(() => [
  example('OrchestratorHighErrorRate', 'three in a hundred fail: fires when that has lasted, and says how many', {
    given: [
      given(
        application.projectionErrorsTotal,
        { ...orders, ...a },
        changes({ '0s': perSecond(0), '10m': perSecond(2), '30m': perSecond(0) }),
      ),
      given(
        application.projectionErrorsTotal,
        { ...orders, ...b },
        changes({ '0s': perSecond(0), '10m': perSecond(1), '30m': perSecond(0) }),
      ),
      given(application.eventsProcessedTotal, { ...orders, ...a }, perSecond(48)),
      given(application.eventsProcessedTotal, { ...orders, ...b }, perSecond(49)),
      given(application.projectionErrorsTotal, { ...invoices, ...a }, perSecond(0.5)),
      given(application.eventsProcessedTotal, { ...invoices, ...a }, perSecond(99.5)),
      given(application.projectionErrorsTotal, { ...reporting, projection: 'orders', ...a }, perSecond(0)),
      given(application.eventsProcessedTotal, { ...reporting, projection: 'orders', ...a }, perSecond(0)),
    ],
    expect: [
      quiet('10m', '16m20s'),
      fires('17m20s', {
        labels: orders,
        summary: 'Projection orders of main fails on events',
        description: '3% of the events of the last 5 minutes failed.',
      }),
      fires('31m', {
        labels: orders,
        summary: 'Projection orders of main fails on events',
        description: '2.383% of the events of the last 5 minutes failed.',
      }),
      quiet('35m'),
    ],
  }),
  example('OrchestratorHighErrorRate', 'a restart of the application hides no error', {
    given: [
      given(application.projectionErrorsTotal, { ...orders, ...a }, changes({ '0s': perSecond(4), '10m': reset(4) })),
      given(application.eventsProcessedTotal, { ...orders, ...a }, changes({ '0s': perSecond(96), '10m': reset(96) })),
    ],
    expect: [
      fires('11m', {
        labels: orders,
        summary: 'Projection orders of main fails on events',
        description: '4% of the events of the last 5 minutes failed.',
      }),
    ],
  }),
  example(
    'replica_set_projection:pupsourcing_orchestrator_projection_errors:ratio_rate5m',
    'is of projections that have something to do',
    {
      given: [
        given(application.projectionErrorsTotal, { ...orders, ...a }, perSecond(0.1)),
        given(application.eventsProcessedTotal, { ...orders, ...a }, perSecond(0.3)),
        given(application.projectionErrorsTotal, { ...invoices, ...a }, 4),
        given(application.eventsProcessedTotal, { ...invoices, ...a }, 96),
      ],
      expect: [gives('10m', { labels: orders, value: 0.25 })],
    },
  ),
  example('OrchestratorHighErrorRate', 'one in a hundred may fail', {
    given: [
      given(application.projectionErrorsTotal, { ...orders, ...a }, perSecond(1)),
      given(application.eventsProcessedTotal, { ...orders, ...a }, perSecond(99)),
    ],
    expect: [quiet('20m')],
  }),

  example('OrchestratorSlowHeartbeats', 'fires when one heartbeat in ten takes longer than a second', {
    given: [
      givenHistogram(
        application.heartbeatLatencySeconds,
        { ...main, ...a },
        { '0.5': changes({ '0s': perSecond(5), '20m': reset(5) }), '1': 0, '2': 0, '+Inf': 0 },
      ),
      givenHistogram(
        application.heartbeatLatencySeconds,
        { ...main, ...b },
        {
          '0.5': 4,
          '1': changes({ '0s': perSecond(1), '10m': perSecond(0), '30m': perSecond(1) }),
          '2': changes({ '0s': perSecond(0), '10m': perSecond(1), '30m': perSecond(0) }),
          '+Inf': 0,
        },
      ),
      givenHistogram(
        application.heartbeatLatencySeconds,
        { ...reporting, ...a },
        { '0.5': 0, '1': 9, '2': 0.4, '+Inf': 0 },
      ),
    ],
    expect: [
      quiet('10m', '16m40s'),
      fires('18m20s', {
        labels: main,
        summary: 'Heartbeats of main are slow',
        description: '95 of 100 heartbeats take up to 1.5s in the database.',
      }),
      fires('22m', {
        labels: main,
        summary: 'Heartbeats of main are slow',
        description: '95 of 100 heartbeats take up to 1.513s in the database.',
      }),
      quiet('33m'),
    ],
  }),
  example('OrchestratorSlowHeartbeats', 'a second is still in order', {
    given: [givenHistogram(application.heartbeatLatencySeconds, main, { '0.5': 0, '1': 9.5, '2': 0.5, '+Inf': 0 })],
    expect: [quiet('20m')],
  }),
])
