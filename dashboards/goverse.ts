import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import {
  goverseGateMetrics as gate,
  goverseInspectorMetrics as inspector,
  goverseNodeMetrics as node,
} from '../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../stack/options/goverse.ts'
import { calls } from './goverse/calls.ts'
import { clients, processes } from './goverse/clients.ts'
import { objects } from './goverse/objects.ts'
import { migrations, shards } from './goverse/shards.ts'
import { ratio, rising } from './look.ts'
import { valuesOf } from './variables.ts'

/** Objects, calls, shards, migrations and clients of GoVerse. */
export function goverseDashboard(o: GoverseOptions): DashboardSpec {
  return dashboard('goverse', {
    title: 'GoVerse',
    description: 'The cluster of distributed objects: what lives in it, how it is called, and where it moves.',
    variables: [
      valuesOf('node', 'Node', node.shardClaimsTotal),
      valuesOf('type', 'Object type', node.methodCallsTotal, 'object_type'),
      valuesOf('gate', 'Gate', gate.gateActiveClients),
    ],
    rows: [status(o), objects(o), calls(o), shards(o), migrations(o), clients(o), processes()],
  })
}

function status(o: GoverseOptions) {
  const small = { width: 3 } as const
  return row('Status', [
    panel(
      'stat',
      {
        title: 'Answering',
        description: 'Share of the nodes and gates that are scraped.',
        ...ratio,
        ...small,
        thresholds: [
          { value: null, color: 'red' },
          { value: 1, color: 'green' },
        ],
        colorMode: 'background',
      },
      [target(promql`avg(up{job=~"goverse-.+"})`)],
    ),
    panel('stat', { title: 'Objects', unit: 'short', ...small, sparkline: true }, [
      target(promql`sum(${inspector.objects})`),
    ]),
    panel('stat', { title: 'Calls', unit: 'reqps', ...small, sparkline: true }, [
      target(promql`sum(rate(${node.methodCallsTotal}[$__rate_interval]))`),
    ]),
    panel(
      'stat',
      {
        title: 'Failed calls',
        ...ratio,
        ...small,
        noValue: 'idle',
        thresholds: rising(o.callErrorRatio / 5, o.callErrorRatio),
      },
      [
        target(
          promql`(sum(rate(${node.methodCallsTotal}{status="failure"}[5m])) or vector(0)) / (sum(rate(${node.methodCallsTotal}[5m])) > 0)`,
        ),
      ],
    ),
    panel(
      'stat',
      {
        title: 'Slowest p95',
        description: 'Of the methods: what 95 of 100 calls take at most.',
        unit: 's',
        ...small,
        noValue: 'idle',
        thresholds: rising(o.callSeconds / 2, o.callSeconds),
      },
      [target(promql`max(method:goverse_method_call_duration:p95_rate5m)`)],
    ),
    panel('stat', { title: 'Shards', unit: 'short', ...small }, [target(promql`sum(${inspector.shards})`)]),
    panel('stat', { title: 'Migrating', unit: 'short', ...small, thresholds: rising(1, o.shardsMigrating) }, [
      target(promql`max(${node.shardsMigrating})`),
    ]),
    panel('stat', { title: 'Clients', unit: 'short', ...small, sparkline: true }, [
      target(promql`sum(${gate.gateActiveClients})`),
    ]),
  ])
}
