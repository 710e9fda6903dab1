import { cases, changes, example, fires, given, givenHistogram, gives, perSecond, quiet, reset } from '#belfry'
import {
  goverseGateMetrics as gate,
  goverseInspectorMetrics as inspector,
  goverseNodeMetrics as node,
} from '../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../stack/options/goverse.ts'
import shardCases from './goverse-shards.cases.ts'

const own = { job: 'goverse-nodes', instance: 'n1:8080' } as const
const [n1, n2] = [{ node: 'n1' }, { node: 'n2' }] as const
const move = { ...n1, object_type: 'Player', method_name: 'Move', ...own } as const
const join = { ...n1, object_type: 'Player', method_name: 'Join', ...own } as const

const failing = (share: string) => ({
  labels: { node: 'n1', object_type: 'Player', method_name: 'Move' },
  summary: 'Calls of Player.Move fail on n1',
  description: `${share} of the calls of the last 5 minutes failed.`,
})

export default cases((o: GoverseOptions) => [
  example('HighObjectCount', 'adds up the types of a node, and judges each node by itself', {
    given: [
      given(inspector.objects, { ...n1, type: 'Player' }, changes({ '0s': 1, '1m': o.objectsPerNode, '20m': 1 })),
      given(inspector.objects, { ...n1, type: 'Room' }, 1),
      given(inspector.objects, { ...n2, type: 'Player' }, o.objectsPerNode - 1),
      given(inspector.objects, { ...n2, type: 'Room' }, 1),
    ],
    expect: [
      quiet('6m'),
      fires(['6m10s', '20m'], {
        labels: n1,
        summary: 'Node n1 holds many objects',
        description: '10001 objects live on the node.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('HighObjectCount', 'as many as may be', {
    given: [given(inspector.objects, { ...n1, type: 'Player' }, o.objectsPerNode)],
    expect: [quiet('20m')],
  }),

  example('HighMethodCallErrorRate', 'fires for the method that fails, while it does', {
    given: [
      given(
        node.methodCallsTotal,
        { ...move, status: 'failure' },
        changes({ '0s': perSecond(0), '10m': perSecond(1), '30m': perSecond(0) }),
      ),
      given(node.methodCallsTotal, { ...move, status: 'success' }, perSecond(9)),
      given(node.methodCallsTotal, { ...join, status: 'failure' }, perSecond(0.5)),
      given(node.methodCallsTotal, { ...join, status: 'success' }, perSecond(9.5)),
      given(node.methodCallsTotal, { ...move, object_type: 'Room', status: 'failure' }, perSecond(0)),
      given(node.methodCallsTotal, { ...move, object_type: 'Room', status: 'success' }, perSecond(0)),
      given(node.methodCallsTotal, { ...move, node: 'n2', instance: 'n2:8080', status: 'failure' }, perSecond(0)),
      given(node.methodCallsTotal, { ...move, node: 'n2', instance: 'n2:8080', status: 'success' }, perSecond(90)),
    ],
    expect: [quiet('10m', '17m'), fires('18m', failing('10%')), fires('31m', failing('8.065%')), quiet('34m')],
  }),
  example('HighMethodCallErrorRate', 'a node that restarts starts no failures', {
    given: [
      given(
        node.methodCallsTotal,
        { ...move, status: 'failure' },
        changes({ '0s': perSecond(0.55), '10m': reset(0.55) }),
      ),
      given(
        node.methodCallsTotal,
        { ...move, status: 'success' },
        changes({ '0s': perSecond(9.45), '10m': reset(9.45) }),
      ),
    ],
    expect: [fires('12m', failing('5.5%'))],
  }),
  example('HighMethodCallErrorRate', 'one in twenty may fail', {
    given: [
      given(node.methodCallsTotal, { ...move, status: 'failure' }, perSecond(1)),
      given(node.methodCallsTotal, { ...move, status: 'success' }, perSecond(19)),
    ],
    expect: [quiet('20m')],
  }),

  example('method:goverse_method_calls:failure_ratio_rate5m', 'adds up processes, and is of methods that are called', {
    given: [
      given(node.methodCallsTotal, { ...move, status: 'failure' }, perSecond(0.2)),
      given(node.methodCallsTotal, { ...move, status: 'failure', instance: 'n1:8090' }, perSecond(0.1)),
      given(node.methodCallsTotal, { ...move, status: 'success' }, perSecond(0.3)),
      given(node.methodCallsTotal, { ...join, status: 'failure' }, 5),
      given(node.methodCallsTotal, { ...join, status: 'success' }, 5),
    ],
    expect: [gives('10m', { labels: failing('').labels, value: 0.5 })],
  }),

  example('SlowMethodCalls', 'fires for the method that is slow, failures and successes together', {
    given: [
      givenHistogram(
        node.methodCallDuration,
        { ...move, status: 'success' },
        { '0.01': 9.2, '1': 0, '10': 0, '+Inf': 0 },
      ),
      givenHistogram(
        node.methodCallDuration,
        { ...move, status: 'failure' },
        {
          '0.01': 0,
          '1': changes({ '0s': perSecond(0.8), '10m': perSecond(0), '30m': perSecond(0.8) }),
          '10': changes({ '0s': perSecond(0), '10m': perSecond(0.8), '30m': perSecond(0) }),
          '+Inf': 0,
        },
      ),
      givenHistogram(
        node.methodCallDuration,
        { ...join, status: 'success' },
        { '0.01': 0, '1': 9.7, '10': 0.3, '+Inf': 0 },
      ),
      givenHistogram(
        node.methodCallDuration,
        { ...move, object_type: 'Room', status: 'success' },
        { '0.01': 10, '1': 0, '10': 0, '+Inf': 0 },
      ),
      givenHistogram(
        node.methodCallDuration,
        { ...move, node: 'n2', instance: 'n2:8080', status: 'success' },
        { '0.01': 90, '1': 0, '10': 0, '+Inf': 0 },
      ),
    ],
    expect: [
      quiet('10m', '17m'),
      fires('19m30s', {
        labels: { node: 'n1', object_type: 'Player', method_name: 'Move' },
        summary: 'Calls of Player.Move are slow on n1',
        description: '95 of 100 calls take up to 4.375s.',
      }),
      quiet('33m'),
    ],
  }),
  example('SlowMethodCalls', 'little more than a second is too much, also after a restart of the node', {
    given: [
      givenHistogram(
        node.methodCallDuration,
        { ...move, status: 'success' },
        {
          '0.1': 0,
          '1': changes({ '0s': perSecond(9.45), '20m': reset(9.45) }),
          '10': changes({ '0s': perSecond(0.55), '20m': reset(0.55) }),
          '+Inf': 0,
        },
      ),
    ],
    expect: [
      fires(['15m', '22m'], {
        labels: { node: 'n1', object_type: 'Player', method_name: 'Move' },
        summary: 'Calls of Player.Move are slow on n1',
        description: '95 of 100 calls take up to 1.818s.',
      }),
    ],
  }),
  example('SlowMethodCalls', 'a second is still in order', {
    given: [
      givenHistogram(
        node.methodCallDuration,
        { ...move, status: 'success' },
        { '0.1': 0, '1': 19, '10': 1, '+Inf': 0 },
      ),
    ],
    expect: [quiet('20m')],
  }),

  example('HighClientCount', 'fires for the gate that is crowded', {
    given: [
      given(
        gate.gateActiveClients,
        { gate: 'g1', instance: 'g1:8089' },
        changes({ '0s': 10, '1m': 1001, '20m': o.clientsPerGate }),
      ),
      given(gate.gateActiveClients, { gate: 'g1', instance: 'g1-old:8089' }, 10),
      given(gate.gateActiveClients, { gate: 'g2', instance: 'g2:8089' }, o.clientsPerGate),
    ],
    expect: [
      quiet('6m'),
      fires(['6m10s', '20m'], {
        labels: { gate: 'g1' },
        summary: 'Gate g1 has many clients',
        description: '1001 clients are connected to the gate.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('HighClientCount', 'two gates share the crowd', {
    given: [
      given(gate.gateActiveClients, { gate: 'g1', instance: 'g1:8089' }, o.clientsPerGate * 0.9),
      given(gate.gateActiveClients, { gate: 'g2', instance: 'g2:8089' }, o.clientsPerGate * 0.9),
    ],
    expect: [quiet('20m')],
  }),

  example('NoClientsConnected', 'fires when the last client of all gates has left', {
    given: [
      given('up', { job: 'goverse-gates', instance: 'g1:8089', service: 'goverse' }, 1),
      given('up', { job: 'goverse-gates', instance: 'g2:8089', service: 'goverse' }, 1),
      given(gate.gateActiveClients, { gate: 'g1', instance: 'g1:8089' }, changes({ '0s': 3, '1m': 0, '20m': 1 })),
      given(gate.gateActiveClients, { gate: 'g2', instance: 'g2:8089' }, 0),
    ],
    expect: [
      quiet('11m'),
      fires(['11m10s', '20m'], {
        summary: 'No client is connected to any gate',
        description: 'The gates answer, and nobody is connected to them.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('NoClientsConnected', 'fires when gates answer that have never had a client', {
    given: [
      given(
        'up',
        { job: 'goverse-gates', instance: 'g1:8089', service: 'goverse' },
        changes({ '0s': 0, '5m': 1, '20m': 0 }),
      ),
      given('up', { job: 'goverse-gates', instance: 'g2:8089', service: 'goverse' }, 0),
      given('up', { job: 'goverse-nodes', instance: 'n1:8080', service: 'goverse' }, 1),
    ],
    expect: [
      quiet('5m', '15m'),
      fires(['15m10s', '20m'], {
        summary: 'No client is connected to any gate',
        description: 'The gates answer, and nobody is connected to them.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('NoClientsConnected', 'one client is enough', {
    given: [
      given('up', { job: 'goverse-gates', instance: 'g1:8089', service: 'goverse' }, 1),
      given(gate.gateActiveClients, { gate: 'g1', instance: 'g1:8089' }, 0),
      given(gate.gateActiveClients, { gate: 'g2', instance: 'g2:8089' }, 1),
    ],
    expect: [quiet('30m')],
  }),

  ...shardCases(o),
])
