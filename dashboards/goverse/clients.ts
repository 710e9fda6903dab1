import { panel, promql, row, target } from '#belfry'
import {
  goverseGateMetrics as gate,
  goverseInspectorMetrics as inspector,
  goverseNodeMetrics as node,
  goverseProcessMetrics as process,
} from '../../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../../stack/options/goverse.ts'
import { below, limits, numbersBeside, ratio } from '../look.ts'
import { of } from './selectors.ts'

const ofGate = '{gate=~"$gate"}'
const ofInspector = '{node=~"$gate"}'

/** Who is connected, and what reaches them. */
export function clients(o: GoverseOptions) {
  return row('Clients and gates', [
    panel(
      'timeseries',
      {
        title: 'Clients by gate',
        unit: 'short',
        min: 0,
        thresholds: limits(o.clientsPerGate),
        thresholdStyle: 'dashed',
        legend: numbersBeside,
      },
      [target(promql`max by (gate) (${gate.gateActiveClients}${ofGate})`, '{{gate}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Clients by type',
        description: 'As the inspector sees them.',
        unit: 'short',
        min: 0,
        legend: numbersBeside,
      },
      [target(promql`sum by (client_type) (${inspector.clientsConnected}${ofInspector})`, '{{client_type}}')],
    ),
    panel('timeseries', { title: 'Gates by node', unit: 'short', min: 0, legend: numbersBeside }, [
      target(promql`max by (node) (${node.nodeConnectedGates}${of})`, '{{node}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Messages to clients',
        description: 'Pushed by gates; dropped ones below the axis, as their client was gone.',
        unit: 'ops',
        legend: numbersBeside,
        overrides: [below('/dropped/')],
      },
      [
        target(promql`sum by (gate) (rate(${gate.gatePushedMessagesTotal}${ofGate}[$__rate_interval]))`, '{{gate}}'),
        target(
          promql`sum by (gate) (rate(${gate.gateDroppedMessagesTotal}${ofGate}[$__rate_interval]))`,
          '{{gate}} dropped',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Messages to gates',
        description:
          'Pushed by nodes; dropped ones below the axis, as the gate was not connected or its queue was full.',
        unit: 'ops',
        legend: numbersBeside,
        overrides: [below('/dropped/')],
      },
      [
        target(promql`sum by (node) (rate(${node.nodePushedMessagesTotal}${of}[$__rate_interval]))`, '{{node}}'),
        target(
          promql`sum by (node) (rate(${node.nodeDroppedMessagesTotal}${of}[$__rate_interval]))`,
          '{{node}} dropped',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Dropped messages',
        description: 'Share of the messages of each gate that reached nobody.',
        ...ratio,
        legend: numbersBeside,
      },
      [
        target(
          promql`
            sum by (gate) (rate(${gate.gateDroppedMessagesTotal}${ofGate}[$__rate_interval]))
            / (
              sum by (gate) (rate(${gate.gatePushedMessagesTotal}${ofGate}[$__rate_interval]))
              + sum by (gate) (rate(${gate.gateDroppedMessagesTotal}${ofGate}[$__rate_interval]))
              > 0
            )
          `,
          '{{gate}}',
        ),
      ],
    ),
  ])
}

/** The programs themselves. */
export function processes() {
  return row(
    'Processes',
    [
      panel('timeseries', { title: 'CPU', unit: 'percentunit', min: 0, legend: numbersBeside }, [
        target(
          promql`sum by (instance) (rate(${process.cpuSecondsTotal}{job=~"goverse-.+"}[$__rate_interval]))`,
          '{{instance}}',
        ),
      ]),
      panel('timeseries', { title: 'Memory', unit: 'bytes', min: 0, legend: numbersBeside }, [
        target(promql`max by (instance) (${process.residentMemoryBytes}{job=~"goverse-.+"})`, '{{instance}}'),
      ]),
      panel('timeseries', { title: 'Goroutines', unit: 'short', min: 0, legend: numbersBeside }, [
        target(promql`max by (instance) (${process.goroutines}{job=~"goverse-.+"})`, '{{instance}}'),
      ]),
      panel('timeseries', { title: 'Uptime', unit: 's', min: 0, legend: numbersBeside }, [
        target(promql`time() - max by (instance) (${process.startTimeSeconds}{job=~"goverse-.+"})`, '{{instance}}'),
      ]),
    ],
    { collapsed: true },
  )
}
