import { cases, changes, example, given, givenHistogram, gives, perSecond, reset } from '#belfry'
import {
  instrumentedApplication as application,
  orchestratorState as state,
} from '../exporters/orchestrator/metrics.ts'
import type { OrchestratorOptions } from '../stack/options/orchestrator.ts'

const [a, b] = [{ instance: 'a:9090' }, { instance: 'b:9090' }] as const
const [main, reporting, archive] = [{ replica_set: 'main' }, { replica_set: 'reporting' }, { replica_set: 'archive' }]
const orders = { ...main, projection: 'orders' } as const
const invoices = { ...main, projection: 'invoices' } as const
const score = 'replica_set:pupsourcing_orchestrator_health:score'

/** What dashboards show and no alert needs. */
export default cases((o: OrchestratorOptions) => [
  example(score, 'a set loses points for each kind of trouble, and only so many for each', {
    interval: '1m',
    given: [
      given(state.reconfigurationTotal, { ...main, ...a }, changes({ '0s': 40, '90m': 42 })),
      given(state.reconfigurationTotal, { ...main, ...b }, changes({ '0s': 40, '90m': 41 })),
      given(state.staleWorkersCleanedTotal, { ...main, ...a }, changes({ '0s': 3, '90m': 4 })),
      given(state.staleWorkersCleanedTotal, { ...main, ...b }, 3),
      given(state.reconfigurationTotal, { ...reporting, ...a }, changes({ '0s': 0, '90m': 10 })),
      given(state.staleWorkersCleanedTotal, { ...reporting, ...a }, changes({ '0s': 0, '90m': 5 })),
      given(state.reconfigurationTotal, { ...archive, ...a }, 7),
      given(state.staleWorkersCleanedTotal, { ...archive, ...a }, 7),
      ...[main, reporting, archive].map((set) => given(state.activeWorkers, { ...set, ...a }, 2)),
      ...(o.instrumented
        ? [
            given(application.projectionErrorsTotal, { ...orders, ...a }, perSecond(0.2)),
            given(application.projectionErrorsTotal, { ...orders, ...b }, perSecond(0.3)),
            given(application.eventsProcessedTotal, { ...orders, ...a }, perSecond(49.8)),
            given(application.eventsProcessedTotal, { ...orders, ...b }, perSecond(49.7)),
            given(application.projectionErrorsTotal, { ...archive, projection: 'all', ...a }, perSecond(1)),
            given(application.eventsProcessedTotal, { ...archive, projection: 'all', ...a }, perSecond(1)),
          ]
        : []),
    ],
    expect: [
      gives(
        '90m',
        { labels: main, value: o.instrumented ? 80 : 100 },
        { labels: reporting, value: 100 },
        { labels: archive, value: o.instrumented ? 60 : 100 },
      ),
      gives(
        '100m',
        { labels: main, value: o.instrumented ? 57.6271 : 77.6271 },
        { labels: reporting, value: 40 },
        { labels: archive, value: o.instrumented ? 60 : 100 },
      ),
    ],
  }),
  ...(o.instrumented ? [unrest(), ...measured()] : []),
])

/** Everything counts on after a restart; what happens is counted in its range. */
function unrest() {
  return example(score, 'restarts lose nothing; of errors five minutes count, and none where nothing is done', {
    interval: '1m',
    given: [
      given(state.reconfigurationTotal, { ...main, ...a }, changes({ '0s': 40, '90m': 1 })),
      given(state.staleWorkersCleanedTotal, { ...main, ...a }, changes({ '0s': 3, '90m': 2 })),
      given(state.staleWorkersCleanedTotal, { ...main, ...b }, changes({ '0s': 8, '90m': 9 })),
      given(
        application.projectionErrorsTotal,
        { ...orders, ...a },
        changes({ '0s': perSecond(0.1), '97m': perSecond(0.2) }),
      ),
      given(
        application.eventsProcessedTotal,
        { ...orders, ...a },
        changes({ '0s': perSecond(99), '98m': perSecond(60) }),
      ),
      given(state.reconfigurationTotal, { ...reporting, ...a }, 7),
      given(state.staleWorkersCleanedTotal, { ...reporting, ...a }, 7),
      given(application.projectionErrorsTotal, { ...reporting, projection: 'all', ...a }, 5),
      given(application.eventsProcessedTotal, { ...reporting, projection: 'all', ...a }, 95),
      given(state.reconfigurationTotal, { ...archive, ...a }, 7),
      given(state.staleWorkersCleanedTotal, { ...archive, ...a }, 7),
      given(application.projectionErrorsTotal, { ...archive, projection: 'all', ...a }, perSecond(0.002)),
      given(application.eventsProcessedTotal, { ...archive, projection: 'all', ...a }, perSecond(0.498)),
      ...[main, reporting, archive].map((set) => given(state.activeWorkers, { ...set, ...a }, 2)),
    ],
    expect: [
      gives(
        '100m',
        { labels: main, value: 64.7736 },
        { labels: reporting, value: 100 },
        { labels: archive, value: 84 },
      ),
    ],
  })
}

function measured() {
  const byProjection = 'replica_set_projection:pupsourcing_orchestrator'
  return [
    example(`${byProjection}_events_processed:rate5m`, 'adds up the workers of a projection', {
      given: [
        given(
          application.eventsProcessedTotal,
          { ...orders, ...a },
          changes({ '0s': perSecond(10), '10m': perSecond(40) }),
        ),
        given(application.eventsProcessedTotal, { ...orders, ...b }, perSecond(5)),
        given(application.eventsProcessedTotal, { ...invoices, ...a }, perSecond(2)),
      ],
      expect: [
        gives('10m', { labels: orders, value: 15 }, { labels: invoices, value: 2 }),
        gives('12m', { labels: orders, value: 27.6316 }, { labels: invoices, value: 2 }),
        gives('20m', { labels: orders, value: 45 }, { labels: invoices, value: 2 }),
      ],
    }),
    example(
      `${byProjection}_event_processing_duration_seconds:p95_rate5m`,
      'puts the workers of a projection together, also when one has started anew',
      {
        given: [
          givenHistogram(
            application.eventProcessingDurationSeconds,
            { ...orders, ...a },
            { '0.1': 0.9, '0.5': 0, '1': 0 },
          ),
          givenHistogram(
            application.eventProcessingDurationSeconds,
            { ...orders, ...b },
            {
              '0.5': changes({ '0s': perSecond(0.1), '10m': reset(0) }),
              '1': changes({ '0s': perSecond(0), '10m': reset(0.1) }),
            },
          ),
          givenHistogram(application.eventProcessingDurationSeconds, { ...invoices, ...a }, { '0.5': 0, '1': 1 }),
        ],
        expect: [
          gives('12m', { labels: orders, value: 0.410909 }, { labels: invoices, value: 0.975 }),
          gives('20m', { labels: orders, value: 0.75 }, { labels: invoices, value: 0.975 }),
        ],
      },
    ),
  ]
}
