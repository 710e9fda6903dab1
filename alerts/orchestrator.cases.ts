import { cases, changes, equivalent, example, fires, given, givenHistogram, perSecond, quiet, reset } from '#belfry'
import {
  instrumentedApplication as application,
  orchestratorState as state,
} from '../exporters/orchestrator/metrics.ts'
import type { OrchestratorOptions } from '../stack/options/orchestrator.ts'
import applicationCases from './orchestrator-application.cases.ts'
import recordCases from './orchestrator-records.cases.ts'
import stuckCases from './orchestrator-stuck.cases.ts'

const main = { replica_set: 'main' } as const
const reporting = { replica_set: 'reporting' } as const
const [a, b] = [{ instance: 'a:9090' }, { instance: 'b:9090' }] as const

export default cases((o: OrchestratorOptions) => [
  example('OrchestratorNoWorkers', 'fires for the set that has lost its last worker', {
    given: [
      given(state.activeWorkers, { ...main, ...a }, changes({ '0s': 3, '1m': 0, '3m': 1 })),
      given(state.activeWorkers, { ...main, ...b }, changes({ '0s': 3, '1m': 0, '3m': 1 })),
      given(state.activeWorkers, { ...reporting, ...a }, 0),
      given(state.activeWorkers, { ...reporting, ...b }, 1),
    ],
    expect: [
      quiet('1m', '1m30s'),
      fires(['1m40s', '3m'], {
        labels: { ...main, subject: 'workers of main' },
        summary: 'No active workers for main',
        description: 'No worker gives a heartbeat: the projections of main stand still.',
      }),
      quiet('3m10s'),
    ],
  }),
  equivalent('OrchestratorNoWorkers', {
    'aggregation/1/sum': 'Numbers of workers are never below 0: their sum is 0 when the largest is.',
  }),
  example('OrchestratorNoWorkers', 'a restart that is over within seconds is none', {
    given: [given(state.activeWorkers, main, changes({ '0s': 2, '1m': 0, '1m20s': 1 }))],
    expect: [quiet('1m20s', '1m40s', '3m')],
  }),

  example('OrchestratorFrequentReconfigurations', 'five, counted for the whole hour, are too many until it is over', {
    given: [
      given(state.reconfigurationTotal, { ...main, ...a }, changes({ '0s': 40, '1h': 45 })),
      given(state.reconfigurationTotal, { ...main, ...b }, changes({ '0s': 40, '1h': 41 })),
      given(state.reconfigurationTotal, reporting, changes({ '0s': 3, '1h': 7 })),
    ],
    expect: [
      quiet('1h15m'),
      fires(['75m10s', '110m'], {
        labels: main,
        summary: 'The workers of main are reconfigured all the time',
        description: '5 reconfigurations in the last hour.',
      }),
      quiet('2h1m'),
    ],
  }),
  example('OrchestratorFrequentReconfigurations', 'a collector that has started anew counts on', {
    given: [given(state.reconfigurationTotal, main, changes({ '0s': 100, '10m': 8 }))],
    expect: [
      fires('30m', {
        labels: main,
        summary: 'The workers of main are reconfigured all the time',
        description: '8 reconfigurations in the last hour.',
      }),
    ],
  }),
  example('OrchestratorFrequentReconfigurations', 'four in the 48 minutes between samples are five in an hour', {
    interval: '12m',
    given: [given(state.reconfigurationTotal, main, changes({ '0s': 40, '2h': 44 }))],
    expect: [quiet('2h30m', '2h50m')],
  }),
  example('OrchestratorFrequentReconfigurations', 'a deployment reconfigures a few times', {
    given: [given(state.reconfigurationTotal, main, changes({ '0s': 40, '10m': 44 }))],
    expect: [quiet('30m', '1h')],
  }),

  example('OrchestratorSlowCoordination', 'one in twenty is slow: after minutes the half hour is, too', {
    given: [
      givenHistogram(
        application.coordinationDurationSeconds,
        { ...main, ...a },
        { '10': 0.5, '30': 0, '60': 0, '+Inf': 0 },
      ),
      givenHistogram(
        application.coordinationDurationSeconds,
        { ...main, ...b },
        {
          '10': 0.45,
          '30': changes({ '0s': perSecond(0.05), '40m': perSecond(0), '70m': perSecond(0.05) }),
          '60': changes({ '0s': perSecond(0), '40m': perSecond(0.05), '70m': perSecond(0) }),
          '+Inf': 0,
        },
      ),
      givenHistogram(
        application.coordinationDurationSeconds,
        { ...reporting, ...a },
        { '10': 0, '30': 1, '60': 0, '+Inf': 0 },
      ),
    ],
    expect: [
      quiet('40m', '55m'),
      fires('59m', {
        labels: main,
        summary: 'The workers of main coordinate slowly',
        description: '99 of 100 coordinations of the last half hour took up to 50.61s.',
      }),
      fires('70m', {
        labels: main,
        summary: 'The workers of main coordinate slowly',
        description: '99 of 100 coordinations of the last half hour took up to 54s.',
      }),
      quiet('96m'),
    ],
  }),
  example('OrchestratorSlowCoordination', 'little more is too much, also after a restart', {
    given: [
      givenHistogram(application.coordinationDurationSeconds, main, {
        '10': 0,
        '30': changes({ '0s': perSecond(0.9898), '1h': reset(0.9898) }),
        '60': changes({ '0s': perSecond(0.0102), '1h': reset(0.0102) }),
        '+Inf': 0,
      }),
    ],
    expect: [
      fires(['50m', '1h5m'], {
        labels: main,
        summary: 'The workers of main coordinate slowly',
        description: '99 of 100 coordinations of the last half hour took up to 30.59s.',
      }),
    ],
  }),
  example('OrchestratorSlowCoordination', 'just what is allowed', {
    interval: '1m',
    given: [givenHistogram(application.coordinationDurationSeconds, main, { '10': 0, '30': 99, '60': 1, '+Inf': 0 })],
    expect: [quiet('50m')],
  }),

  example('OrchestratorStaleWorkers', 'fires at once while workers are silent, and when silent ones were cleaned up', {
    given: [
      given(state.staleWorkers, { ...main, ...a }, changes({ '0s': 0, '1m': 1, '2m': 0 })),
      given(state.staleWorkers, { ...main, ...b }, changes({ '0s': 0, '1m': 1, '2m': 0 })),
      given(state.staleWorkersCleanedTotal, { ...main, ...a }, 3),
      given(state.staleWorkers, reporting, 0),
      given(state.staleWorkersCleanedTotal, { ...reporting, ...a }, changes({ '0s': 7, '5m': 8, '20m': 2 })),
      given(state.staleWorkersCleanedTotal, { ...reporting, ...b }, changes({ '0s': 8, '5m': 9 })),
    ],
    expect: [
      quiet('1m'),
      fires(['1m10s', '2m'], {
        labels: { ...main, subject: 'workers of main' },
        summary: 'Workers of main died without a word',
        description: 'The heartbeat of 1 of them has ceased.',
      }),
      quiet('2m10s', '5m'),
      fires(['5m10s', '9m40s'], {
        labels: { ...reporting, subject: 'workers of reporting' },
        summary: 'Workers of reporting died without a word',
        description: 'The heartbeat of 1 of them has ceased.',
      }),
      quiet('9m50s', '20m'),
      fires('20m10s', {
        labels: { ...reporting, subject: 'workers of reporting' },
        summary: 'Workers of reporting died without a word',
        description: 'The heartbeat of 2 of them has ceased.',
      }),
    ],
  }),
  example('OrchestratorStaleWorkers', 'tells how many were cleaned up, while others are silent; the least is one', {
    given: [
      given(state.staleWorkers, { ...main, ...a }, 1),
      given(state.staleWorkers, { ...main, ...b }, 0),
      given(state.staleWorkersCleanedTotal, main, changes({ '0s': 5, '10m': 8 })),
      given(state.staleWorkersCleanedTotal, reporting, perSecond(0.003)),
    ],
    expect: [
      fires(
        '9m',
        {
          labels: { ...main, subject: 'workers of main' },
          summary: 'Workers of main died without a word',
          description: 'The heartbeat of 1 of them has ceased.',
        },
        {
          labels: { ...reporting, subject: 'workers of reporting' },
          summary: 'Workers of reporting died without a word',
          description: 'The heartbeat of 1 of them has ceased.',
        },
      ),
      fires(
        '12m',
        {
          labels: { ...main, subject: 'workers of main' },
          summary: 'Workers of main died without a word',
          description: 'The heartbeat of 3 of them has ceased.',
        },
        {
          labels: { ...reporting, subject: 'workers of reporting' },
          summary: 'Workers of reporting died without a word',
          description: 'The heartbeat of 1 of them has ceased.',
        },
      ),
    ],
  }),
  example('OrchestratorStaleWorkers', 'who stops properly is not missed', {
    given: [given(state.staleWorkers, main, 0), given(state.staleWorkersCleanedTotal, main, 5)],
    expect: [quiet('10s', '10m')],
  }),

  ...(o.instrumented ? applicationCases(o) : []),

  ...stuckCases(o),
  ...recordCases(o),
])
